// Cross entropy whose mean counts classes by their weight and leaves rows out, as PyTorch's.
#pragma once

#include <sylvite/dsl/losses/operands.hpp>

namespace sylvite {

/// Named and preset as PyTorch's.
struct cross_entropy_options {
    double label_smoothing = 0;  // this part of each row's loss is the mean over all classes
    int ignore_index = -100;     // rows with this label are left out
};

namespace detail {

/// One weight for each class of the rows.
template <typed_expr Z, typed_expr W>
constexpr auto require_class_weights() {
    require_same_dtype<Z, W>();
    constexpr int rank = shape_of<Z>.rank;
    constexpr bool fits = shape_of<W>.rank == 1 && shape_of<W>.extents[0] == shape_of<Z>.extents[rank - 1];
    SYLVITE_REQUIRE(fits, weights_do_not_match_classes<operand_of<shape_t<Z>>, operand_of<shape_t<W>>>);
}

/// [..., classes]: the weights of all classes for each label.
constexpr any_expr weights_beside(any_expr labels, any_expr weight) {
    shape dims = labels.dims();
    dims.push_back(weight.dims()[0]);
    return any_expr(labels.owner(), graph::broadcast_to(labels.owner(), weight.id(), dims));
}

/// The weight of each label, 0 for the one that is left out.
constexpr any_expr label_weights(any_expr weights, any_expr labels, int ignore_index) {
    return select(labels == ignore_index, 0, where_labelled(weights, labels, labelled(weights, labels)));
}

/// `weights` are those of all classes for each row, or empty where all are 1.
constexpr any_expr cross_entropy(any_expr logits, any_expr labels, any_expr weights, cross_entropy_options options) {
    graph::builder &b = logits.owner();
    const any_expr is_left_out = labels == options.ignore_index;
    const any_expr weight = weights.empty() ? any_expr(b, graph::cast(b, (!is_left_out).id(), logits.type()))
                                            : label_weights(weights, labels, options.ignore_index);
    const any_expr log_p = log_softmax(logits, class_axis(logits));
    any_expr value = -labelled(log_p, labels);
    if (!weights.empty()) value = value * weight;
    if (const double s = options.label_smoothing; s != 0)
        value = value * (1 - s) - mean_over(weights.empty() ? log_p : log_p * weights, class_axis(logits)) * s;
    value = select(is_left_out, 0, where_labelled(logits, labels, value));
    const unsigned axes = graph::all_axes(value.dims());
    return sum_over(value, axes) / sum_over(weight, axes);
}

}  // namespace detail

/// A scalar, PyTorch's cross_entropy (reduction "mean") with class weights: with log p = log_softmax(logits) and s =
/// label_smoothing, a row's value is -(1 - s) weight[label] log p[label] - s / classes sum(weight log p), and the loss
/// is the sum of the rows' values divided by the sum of their weight[label]. Logits [..., classes], labels i32 [...],
/// weight [classes]. Rows whose label is ignore_index count in neither sum; NaN if there is no other row, or if another
/// label is out of range.
template <typed_expr Z, typed_expr Y, typed_expr W>
constexpr auto cross_entropy(const Z &logits, const Y &labels, const W &weight, cross_entropy_options options = {},
                             location where = location::here()) {
    graph::builder &owner = detail::common_owner(logits, labels, "cross_entropy");
    const graph::at here(owner, where);
    detail::common_owner(logits, weight, "cross_entropy");
    detail::require_labels<Z, Y>();
    detail::require_class_weights<Z, W>();
    return expr<shape_type<>, detail::type_of<Z>>(
        detail::cross_entropy(logits, labels, detail::weights_beside(labels, weight), options));
}

/// The same with a weight of 1 for every class: the mean of softmax_cross_entropy over the rows whose label is not
/// ignore_index.
template <typed_expr Z, typed_expr Y>
constexpr auto cross_entropy(const Z &logits, const Y &labels, cross_entropy_options options = {},
                             location where = location::here()) {
    graph::builder &owner = detail::common_owner(logits, labels, "cross_entropy");
    const graph::at here(owner, where);
    detail::require_labels<Z, Y>();
    return expr<shape_type<>, detail::type_of<Z>>(detail::cross_entropy(logits, labels, {}, options));
}

/// weight[label], one value a label: weight [classes], labels i32 [...]; 0 where the label is ignore_index, and NaN for
/// other labels out of range. For weighted_mean over any loss of rows: its gradient reaches the weights as well.
template <typed_expr W, typed_expr Y>
constexpr auto label_weights(const W &weight, const Y &labels, int ignore_index = -100,
                             location where = location::here()) {
    const graph::at here(detail::common_owner(weight, labels, "label_weights"), where);
    detail::require_floating<W>();
    detail::require_classes<W>();
    constexpr bool is_vector = detail::shape_of<W>.rank == 1;
    SYLVITE_REQUIRE(is_vector, weights_are_not_a_vector<detail::operand_of<detail::shape_t<W>>>);
    SYLVITE_REQUIRE((detail::type_of<Y> == i32), dtype_not_supported<element<detail::type_of<Y>>>);
    return expr<detail::shape_t<Y>, detail::type_of<W>>(
        detail::label_weights(detail::weights_beside(labels, weight), labels, ignore_index));
}

}  // namespace sylvite
