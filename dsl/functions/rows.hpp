// What composed functions are made of: reductions over a mask of axes and their inverse, on untyped handles.
#pragma once

#include <sylvite/dsl/expr/contraction.hpp>

#include <limits>

namespace sylvite::detail {

template <any_expression A>
constexpr auto require_floating() {
    if constexpr (typed_expr<A>) SYLVITE_REQUIRE(is_floating(type_of<A>), dtype_not_supported<element<type_of<A>>>);
}

/// An elementwise function: `body` composes it from an untyped handle.
template <any_expression A, class Body>
constexpr auto composed(const A &x, location where, Body body) {
    const graph::at here(x.owner(), where);
    require_floating<A>();
    return A(any_expr(body(any_expr(x))));
}

constexpr any_expr reduced(graph::op kind, any_expr x, unsigned axes) {
    return {x.owner(), graph::reduce(x.owner(), kind, x.id(), axes)};
}
constexpr any_expr sum_over(any_expr x, unsigned axes) { return reduced(graph::op::reduce_sum, x, axes); }
constexpr any_expr largest_over(any_expr x, unsigned axes) { return reduced(graph::op::reduce_max, x, axes); }
constexpr any_expr mean_over(any_expr x, unsigned axes) { return {x.owner(), graph::mean(x.owner(), x.id(), axes)}; }

/// A result of a reduction of `whole` over these axes, repeated along them.
constexpr any_expr along(any_expr reduced, any_expr whole, unsigned axes) {
    return {whole.owner(), graph::stretch(whole.owner(), reduced.id(), whole.dims(), axes)};
}

/// The number of elements in these axes, in x's dtype.
constexpr any_expr count_over(any_expr x, unsigned axes) {
    return {x.owner(), graph::element_count(x.owner(), x.dims(), axes, x.type())};
}

/// The largest finite number of the dtype.
constexpr double largest_finite(dtype type) {
    return type == f32 ? double{std::numeric_limits<float>::max()} : std::numeric_limits<double>::max();
}

/// The last `count` axes.
constexpr unsigned last_axes(const sylvite::shape &dims, int count) {
    return graph::all_axes(dims) & ~((1u << (dims.rank - count)) - 1u);
}

}  // namespace sylvite::detail
