// Losses of predicted probabilities, from logits where they can be: finite, with finite gradients, for logits of any
// size.
#pragma once

#include <sylvite/dsl/functions/smooth.hpp>
#include <sylvite/dsl/losses/operands.hpp>

namespace sylvite {

struct softmax_cross_entropy_options {
    /// This part of the target's probability is spread evenly over all classes. C. Szegedy et al. 2016, section 7.
    double label_smoothing = 0;
};

struct sigmoid_cross_entropy_options {
    double positive_weight = 1;  // of the term for targets of 1
};

namespace detail {

constexpr any_expr cross_entropy_of_labels(any_expr logits, any_expr labels, double smoothing) {
    const any_expr log_p = log_softmax(logits, class_axis(logits));
    any_expr value = -labelled(log_p, labels);
    if (smoothing != 0) value = value * (1 - smoothing) - mean_over(log_p, class_axis(logits)) * smoothing;
    return where_labelled(logits, labels, value);
}

constexpr any_expr cross_entropy_of_targets(any_expr logits, any_expr targets, double smoothing) {
    const auto classes = static_cast<double>(logits.dims()[logits.dims().rank - 1].value);
    if (smoothing != 0) targets = targets * (1 - smoothing) + smoothing / classes;
    return -sum_over(targets * log_softmax(logits, class_axis(logits)), class_axis(logits));
}

constexpr any_expr sigmoid_cross_entropy(any_expr logits, any_expr targets, double positive_weight) {
    if (positive_weight == 1) return softplus(logits) - logits * targets;
    return (1 - targets) * logits + (1 + (positive_weight - 1) * targets) * softplus(-logits);
}

/// t log t is 0 at 0, whatever the prediction.
constexpr any_expr kl_divergence(any_expr log_prediction, any_expr target) {
    const any_expr nothing = target == 0;
    const any_expr each = target * (log(select(nothing, 1, target)) - log_prediction);
    return sum_over(select(nothing, 0, each), class_axis(target));
}

}  // namespace detail

/// One value a row: -log softmax(logits)[label] for labels i32 [...], or -sum(targets log softmax(logits)) for targets
/// [..., classes] of probabilities; logits [..., classes]. PyTorch's cross_entropy. A label out of range gives NaN.
template <typed_expr Z, typed_expr Y>
constexpr auto softmax_cross_entropy(const Z &logits, const Y &targets, softmax_cross_entropy_options options = {},
                                     location where = location::here()) {
    const graph::at here(detail::common_owner(logits, targets, "softmax_cross_entropy"), where);
    if constexpr (is_floating(detail::type_of<Y>)) {
        detail::require_alike<Z, Y>();
        detail::require_classes<Z>();
        return detail::per_row<Z>(detail::cross_entropy_of_targets(logits, targets, options.label_smoothing));
    } else {
        detail::require_labels<Z, Y>();
        return detail::per_row<Z>(detail::cross_entropy_of_labels(logits, targets, options.label_smoothing));
    }
}

/// -log_probabilities[label], one value a row: log_probabilities [..., classes], labels i32 [...]. A label out of range
/// gives NaN.
template <typed_expr P, typed_expr Y>
constexpr auto negative_log_likelihood(const P &log_probabilities, const Y &labels, location where = location::here()) {
    const graph::at here(detail::common_owner(log_probabilities, labels, "negative_log_likelihood"), where);
    detail::require_labels<P, Y>();
    const any_expr value = -detail::labelled(log_probabilities, labels);
    return detail::per_row<P>(detail::where_labelled(log_probabilities, labels, value));
}

/// For each element, with p = sigmoid(logit): -(target log p + (1 - target) log(1 - p)); targets from 0 to 1, or
/// booleans. PyTorch's binary_cross_entropy_with_logits.
template <typed_expr Z, typed_expr T>
constexpr auto sigmoid_cross_entropy(const Z &logits, const T &targets, sigmoid_cross_entropy_options options = {},
                                     location where = location::here()) {
    const graph::at here(detail::common_owner(logits, targets, "sigmoid_cross_entropy"), where);
    if constexpr (detail::type_of<T> == boolean) {
        return sigmoid_cross_entropy(logits, cast<detail::type_of<Z>>(targets), options);
    } else {
        detail::require_alike<Z, T>();
        return Z(detail::sigmoid_cross_entropy(logits, targets, options.positive_weight));
    }
}

/// sum(target (log target - log_prediction)) over the last axis, one value a row; its mean is PyTorch's "batchmean".
/// Where the target is 0 the term is 0, and so is the gradient to the target.
template <typed_expr P, typed_expr T>
constexpr auto kl_divergence(const P &log_prediction, const T &target, location where = location::here()) {
    const graph::at here(detail::common_owner(log_prediction, target, "kl_divergence"), where);
    detail::require_alike<P, T>();
    detail::require_classes<P>();
    return detail::per_row<P>(detail::kl_divergence(log_prediction, target));
}

}  // namespace sylvite
