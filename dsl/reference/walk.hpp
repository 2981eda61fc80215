// Walks an index space in row-major order and keeps an offset into each of several tensors.
#pragma once

#include <sylvite/dsl/reference/tensor.hpp>

namespace sylvite::reference {

/// Elements between neighbours along each axis of a dense row-major tensor.
[[nodiscard]] inline dimensions strides_of(const dimensions &dims) {
    dimensions strides(dims.size());
    std::int64_t step = 1;
    for (std::size_t i = dims.size(); i-- > 0;) {
        strides[i] = step;
        step *= dims[i];
    }
    return strides;
}

/// Calls visit(offsets) for every index; offsets[t] is the index multiplied with strides[t].
template <std::size_t Tensors, class Visit>
void walk(const dimensions &dims, const std::array<dimensions, Tensors> &strides, Visit visit) {
    std::array<std::size_t, Tensors> offsets{};
    dimensions index(dims.size(), 0);
    for (std::size_t left = volume_of(dims); left-- > 0;) {
        visit(offsets);
        for (std::size_t axis = dims.size(); axis-- > 0;) {
            const bool wraps = ++index[axis] == dims[axis];
            const std::int64_t steps = wraps ? 1 - dims[axis] : 1;
            for (std::size_t t = 0; t < Tensors; ++t)
                offsets[t] += static_cast<std::size_t>(strides[t][axis] * steps);  // wraps around when negative
            if (!wraps) break;
            index[axis] = 0;
        }
    }
}

}  // namespace sylvite::reference
