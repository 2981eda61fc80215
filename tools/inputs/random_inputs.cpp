#include <sylvite/tools/inputs/random_inputs.hpp>

#include <sylvite/runtime/core/rows.hpp>
#include <sylvite/runtime/error.hpp>

#include <fmt/format.h>

#include <cstring>
#include <random>

namespace sylvite::tools {

namespace {

/// Calls write(i, value) for every element, with a value of the tensor's type as the runtime holds it.
template <class T, class Draw>
void fill(std::byte *to, std::size_t count, Draw draw) {
    for (std::size_t i = 0; i < count; ++i) {
        const T value = static_cast<T>(draw());
        std::memcpy(to + i * sizeof(T), &value, sizeof value);
    }
}

void fill(const core::tensor &t, std::byte *to, std::size_t count, std::int32_t integers, std::mt19937_64 &from) {
    std::uniform_real_distribution<double> real(-1, 1);
    with_element(t.type, [&]<class T>(T) {
        if constexpr (std::is_floating_point_v<T>)
            fill<T>(to, count, [&] { return real(from); });
        else if constexpr (std::is_same_v<T, bool>)
            fill<T>(to, count, [&] { return from() % 2 == 0; });
        else
            fill<T>(to, count, [&] { return std::uniform_int_distribution<T>(0, integers - 1)(from); });
    });
}

void check_scalars(const instance &net, const core::entry &e, const input_options &wanted) {
    for (const auto &[name, value] : wanted.scalars) {
        bool found = false;
        for (const std::uint32_t i : e.inputs)
            found = found || (net.code().tensors[i].rank == 0 && net.code().tensors[i].name == name);
        if (!found)
            throw error(fmt::format("network '{}', entry '{}': no input of one value is called '{}'", net.code().name,
                                    e.name, name));
    }
}

}  // namespace

random_inputs::random_inputs(instance &net, entry_handle entry, const input_options &wanted) {
    const core::program &code = net.code();
    const core::entry &e = code.entries[entry.index];
    check_scalars(net, e, wanted);
    const std::uint32_t row_symbol = core::row_symbol(e);
    if (row_symbol == 0 && wanted.rows != 0)
        throw error(
            fmt::format("network '{}', entry '{}' has fixed extents; --rows makes no sense", code.name, e.name));
    const auto extent_of = [&](std::uint32_t symbol) {
        const auto bound = static_cast<std::size_t>(code.symbols[symbol - 1].bound);
        return symbol == row_symbol && wanted.rows != 0 ? wanted.rows : bound;
    };
    for (std::uint32_t s = 1; s <= code.symbols.size(); ++s)
        if ((e.symbol_mask >> (s - 1) & 1U) != 0) net.set_extent(s, extent_of(s));
    if (row_symbol != 0) rows_ = extent_of(row_symbol);

    for (const std::uint32_t i : e.inputs) {
        const core::tensor &t = code.tensors[i];
        if (t.rank == 0) {
            const auto given = wanted.scalars.find(t.name);
            net.set(t.name, given == wanted.scalars.end() ? 1e-3 : given->second);
            continue;
        }
        std::size_t count = 1;
        for (int axis = 0; axis < t.rank; ++axis)
            count *= t.symbols[axis] == 0 ? static_cast<std::size_t>(t.extents[axis]) : extent_of(t.symbols[axis]);
        auto &values = values_.emplace_back(std::make_unique<std::byte[]>(count * size_of(t.type)));
        // Of the seed and the tensor alone, so that one input more changes no other.
        std::mt19937_64 from(wanted.seed * 1000003 + i);
        fill(t, values.get(), count, wanted.integers, from);
        net.bind_tensor(i, t.type, values.get(), count);
    }
}

}  // namespace sylvite::tools
