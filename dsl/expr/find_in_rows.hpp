// Operands that have to be rows of floating-point numbers of a known length: a layer's, the logits of classes.
#pragma once

#include <sylvite/dsl/expr/expr.hpp>

namespace sylvite::detail {

/// What is wrong with such an operand.
template <class S, dtype T>
constexpr auto find_in_rows() {
    constexpr int rank = shape_value<S>.rank;
    if constexpr (!is_floating(T))
        return found<dtype_not_supported<element<T>>>{};
    else if constexpr (rank == 0 || shape_value<S>.extents[rank == 0 ? 0 : rank - 1].is_dynamic())
        return found<last_axis_is_missing_or_dynamic<S>>{};
    else
        return nothing_found;
}

}  // namespace sylvite::detail
