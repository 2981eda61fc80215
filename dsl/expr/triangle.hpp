// Triangular masks and cumulative sums, composed of iota, comparisons and shifts.
#pragma once

#include <sylvite/dsl/expr/slicing.hpp>
#include <sylvite/dsl/ops/triangle.hpp>

namespace sylvite {

namespace detail {
/// The last two axes of A.
template <class A>
struct matrix_shape {
    static constexpr sylvite::shape value = [] {
        sylvite::shape s;
        for (int i = shape_of<A>.rank - 2; i < shape_of<A>.rank; ++i) s.push_back(shape_of<A>.extents[i]);
        return s;
    }();
};
template <class A>
constexpr auto require_matrix() {
    constexpr bool legal = shape_of<A>.rank >= 2;
    SYLVITE_REQUIRE(legal, fewer_than_two_axes<operand_of<shape_t<A>>>);
}
}  // namespace detail

/// x with 0 above the diagonal of its last two axes, which Diagonal moves to the right; whatever x holds there.
template <std::int64_t Diagonal = 0, typed_expr A>
constexpr auto tril(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    detail::require_matrix<A>();
    return A(a.owner(), graph::keep_triangle(a.owner(), a.id(), Diagonal, true));
}

/// x with 0 below the diagonal of its last two axes, which Diagonal moves to the right; whatever x holds there.
template <std::int64_t Diagonal = 0, typed_expr A>
constexpr auto triu(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    detail::require_matrix<A>();
    return A(a.owner(), graph::keep_triangle(a.owner(), a.id(), Diagonal, false));
}

/// boolean, of the last two axes [queries, keys] of the scores: whether a query may see a key, which is none behind it.
/// select(causal_mask(scores), scores, -1e9f), or minus infinity where each row keeps an element.
template <typed_expr A>
constexpr auto causal_mask(const A &scores, location where = location::here()) {
    const graph::at here(scores.owner(), where);
    detail::require_matrix<A>();
    using target = detail::matrix_shape<A>;
    return detail::result_expr<target, boolean>(
        scores.owner(), graph::lower_triangle(scores.owner(), target::value.extents[0], target::value.extents[1], 0));
}

/// Element i of an axis is the sum of the elements 0 to i; the axis may be dynamic. log2(n) passes over memory.
template <std::int64_t Axis, any_expression A>
constexpr auto cumulative_sum(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    detail::require_axes<A, Axis>();
    const int axis = detail::axis_of(a, Axis, "cumulative_sum");
    return A(any_expr(a.owner(), graph::cumulative_sum(a.owner(), a.id(), axis, false)));
}

/// Element i of an axis is the sum of the elements from i to the end.
template <std::int64_t Axis, any_expression A>
constexpr auto reverse_cumulative_sum(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    detail::require_axes<A, Axis>();
    const int axis = detail::axis_of(a, Axis, "reverse_cumulative_sum");
    return A(any_expr(a.owner(), graph::cumulative_sum(a.owner(), a.id(), axis, true)));
}

}  // namespace sylvite
