// Losses that stop where a margin is reached, and the similarity of rows.
#pragma once

#include <sylvite/dsl/losses/operands.hpp>

namespace sylvite {

struct multiclass_hinge_options {
    double margin = 1;
    bool squared = false;
};

namespace detail {

constexpr any_expr multiclass_hinge(any_expr scores, any_expr labels, multiclass_hinge_options options) {
    const unsigned axis = class_axis(scores);
    const any_expr right = along(labelled(scores, labels), scores, axis);
    const any_expr short_of = relu(scores - right + options.margin);
    const any_expr each = options.squared ? square(short_of) : short_of;
    return where_labelled(scores, labels, mean_over(select(is_label(scores, labels), 0, each), axis));
}

constexpr any_expr dot(any_expr a, any_expr b) { return sum_over(a * b, class_axis(a)); }

/// From the sums of squares; epsilon keeps rows of zeros finite.
constexpr any_expr cosine(any_expr a, any_expr b, double epsilon) {
    return dot(a, b) * rsqrt((dot(a, a) + epsilon) * (dot(b, b) + epsilon));
}

}  // namespace detail

/// max(0, 1 - target score) for each element; targets are -1 or 1.
template <typed_expr Z, typed_expr T>
constexpr auto hinge(const Z &scores, const T &targets, location where = location::here()) {
    const graph::at here(detail::common_owner(scores, targets, "hinge"), where);
    detail::require_alike<Z, T>();
    return relu(1 - targets * scores);
}

/// sum over the other classes of max(0, margin - scores[label] + scores[class]) (or of its square) / classes, one value
/// a row: scores [..., classes], labels i32 [...]. PyTorch's multi_margin_loss. A label out of range gives NaN.
template <typed_expr Z, typed_expr Y>
constexpr auto multiclass_hinge(const Z &scores, const Y &labels, multiclass_hinge_options options = {},
                                location where = location::here()) {
    const graph::at here(detail::common_owner(scores, labels, "multiclass_hinge"), where);
    detail::require_labels<Z, Y>();
    return detail::per_row<Z>(detail::multiclass_hinge(scores, labels, options));
}

/// a b / (|a| |b|) over the last axis, one value a row; epsilon is added to both squared norms.
template <typed_expr A, typed_expr B>
constexpr auto cosine_similarity(const A &a, const B &b, double epsilon = 1e-12, location where = location::here()) {
    const graph::at here(detail::common_owner(a, b, "cosine_similarity"), where);
    detail::require_alike<A, B>();
    detail::require_classes<A>();
    return detail::per_row<A>(detail::cosine(a, b, epsilon));
}

/// One value a row: 1 - cosine_similarity(a, b) for pairs that are alike, max(0, cosine_similarity(a, b) - margin) for
/// others; `alike` holds booleans [...]. PyTorch's cosine_embedding_loss for targets of 1 and -1.
template <typed_expr A, typed_expr B, typed_expr Y>
constexpr auto cosine_embedding(const A &a, const B &b, const Y &alike, double margin = 0,
                                location where = location::here()) {
    const graph::at here(detail::common_owner(a, alike, "cosine_embedding"), where);
    const auto cosine = cosine_similarity(a, b);
    SYLVITE_REQUIRE((detail::type_of<Y> == boolean), dtype_not_supported<element<detail::type_of<Y>>>);
    constexpr bool fits = decltype(cosine)::static_shape == detail::shape_of<Y>;
    SYLVITE_REQUIRE(fits, shapes_do_not_match<detail::operand_of<detail::shape_t<decltype(cosine)>>,
                                              detail::operand_of<detail::shape_t<Y>>>);
    return select(alike, 1 - cosine, relu(cosine - margin));
}

}  // namespace sylvite
