// Softmax and losses, composed from primitive operations.
#pragma once

#include <sylvite/dsl/network.hpp>

#include <limits>

namespace sylvite {

namespace detail {
/// x minus the largest element of its last axis, which changes neither softmax nor its gradient.
template <typed_expr X>
constexpr auto shifted(const X &x) {
    static_assert(shape_of<X>.rank >= 1, "sylvite: softmax needs at least one axis");
    return x - expand<-1>(stop_gradient(reduce_max<-1>(x)));
}
}  // namespace detail

/// exp(x) / sum(exp(x)) over the last axis.
template <typed_expr X>
constexpr auto softmax(const X &x, location where = location::here()) {
    const graph::at here(x.owner(), where);
    const auto e = exp(detail::shifted(x));
    return e / expand<-1>(sum<-1>(e));
}

/// log(softmax(x)) over the last axis, finite for logits of any size.
template <typed_expr X>
constexpr auto log_softmax(const X &x, location where = location::here()) {
    const graph::at here(x.owner(), where);
    const auto s = detail::shifted(x);
    return s - expand<-1>(log(sum<-1>(exp(s))));
}

/// -log softmax(logits)[label], one value a row: logits [..., classes], labels i32 [...]. A label outside
/// 0..classes-1 gives NaN.
template <typed_expr Z, typed_expr Y>
constexpr auto softmax_cross_entropy(const Z &logits, const Y &labels, location where = location::here()) {
    const graph::at here(logits.owner(), where);
    constexpr int rank = detail::shape_of<Z>.rank;
    static_assert(rank >= 1, "sylvite: softmax_cross_entropy needs logits with an axis of classes");
    constexpr extent classes = detail::shape_of<Z>.extents[rank - 1];
    static_assert(!classes.is_dynamic(), "sylvite: the number of classes is fixed");
    constexpr bool fits = graph::without_axes(detail::shape_of<Z>, 1u << (rank - 1)) == detail::shape_of<Y>;
    SYLVITE_REQUIRE(
        fits, shapes_do_not_match<detail::operand_of<detail::shape_t<Z>>, detail::operand_of<detail::shape_t<Y>>>);
    const auto is_label = one_hot<classes.value, boolean>(labels);
    const auto value = -sum<-1>(select(is_label, log_softmax(logits), 0));
    const auto in_range = labels >= 0 && labels < classes.value;
    return select(in_range, value, std::numeric_limits<double>::quiet_NaN());
}

/// The mean of the squared differences over all elements.
template <typed_expr A, typed_expr B>
constexpr auto mse(const A &a, const B &b, location where = location::here()) {
    const graph::at here(a.owner(), where);
    return mean(square(a - b));
}

}  // namespace sylvite
