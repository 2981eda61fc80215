#include <sylvite/runtime/core/indices.hpp>

#include <cstring>
#include <type_traits>

namespace sylvite::core {

namespace {

/// What a cast to i32 makes of it; NaN becomes 0.
double whole(double value) noexcept {
    if (value >= 2147483647.0) return 2147483647.0;
    if (value <= -2147483648.0) return -2147483648.0;
    return value > -2147483648.0 ? static_cast<double>(static_cast<std::int32_t>(value)) : 0;
}

double element_of(dtype type, const std::byte *data, std::uint64_t element) noexcept {
    return with_element(type, [&]<class T>(T value) noexcept {
        std::memcpy(&value, data + element * sizeof value, sizeof value);
        if constexpr (std::is_floating_point_v<T>)
            return whole(value);
        else
            return static_cast<double>(value);
    });
}

}  // namespace

index_finding find_out_of_range(const program &code, const index_use &use, const instance &net,
                                std::int32_t ignore) noexcept {
    const tensor &t = code.tensors[use.tensor];
    const std::byte *data = net.data(use.tensor);
    index_finding result;
    result.extent = use.symbol == 0 ? use.extent : net.extent(use.symbol);
    if (data == nullptr) return result;
    std::int64_t count[max_tensor_rank] = {}, jump[max_tensor_rank] = {}, at[max_tensor_rank] = {};
    std::int64_t stride = 1, position = 0;
    for (int axis = t.rank - 1; axis >= 0; --axis) {
        const std::int64_t n = t.symbols[axis] == 0 ? t.extents[axis] : net.extent(t.symbols[axis]);
        const index_use::range &r = use.part[axis];
        count[axis] = r.count == 0 ? n : r.count;
        jump[axis] = stride * (r.count == 0 ? 1 : r.step);
        position += stride * (r.count == 0 ? 0 : r.begin);
        stride *= n;
    }
    while (true) {
        const double value = element_of(t.type, data, static_cast<std::uint64_t>(position));
        if ((value < 0 || value >= static_cast<double>(result.extent)) && value != static_cast<double>(ignore)) {
            result.found = true;
            result.element = static_cast<std::uint64_t>(position);
            result.value = value;
            return result;
        }
        int axis = t.rank - 1;
        for (; axis >= 0; --axis) {
            position += jump[axis];
            if (++at[axis] < count[axis]) break;
            position -= jump[axis] * count[axis];
            at[axis] = 0;
        }
        if (axis < 0) return result;
    }
}

}  // namespace sylvite::core
