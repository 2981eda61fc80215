// The composed functions, by name, for the tests that hold for all of them.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

namespace sylvite::test {

/// How far a function's derivatives are worth checking, away from its corners.
enum class smoothness { straight, curved };  // straight: made of straight pieces, so that the second derivative is 0

/// visit(name, smoothness, function of one operand) for every activation.
template <class Visit>
void visit_activations(Visit visit) {
    using enum smoothness;
    visit("leaky_relu", straight, [](const auto &x) { return leaky_relu(x); });
    visit("leaky_relu 0.3", straight, [](const auto &x) { return leaky_relu(x, 0.3); });
    visit("hard_tanh", straight, [](const auto &x) { return hard_tanh(x); });
    visit("hard_tanh -0.5,2", straight, [](const auto &x) { return hard_tanh(x, -0.5, 2); });
    visit("relu6", straight, [](const auto &x) { return relu6(x); });
    visit("hard_sigmoid", straight, [](const auto &x) { return hard_sigmoid(x); });
    visit("hard_swish", curved, [](const auto &x) { return hard_swish(x); });
    visit("softplus", curved, [](const auto &x) { return softplus(x); });
    visit("softplus 2", curved, [](const auto &x) { return softplus(x, 2); });
    visit("log_sigmoid", curved, [](const auto &x) { return log_sigmoid(x); });
    visit("silu", curved, [](const auto &x) { return silu(x); });
    visit("mish", curved, [](const auto &x) { return mish(x); });
    visit("softsign", curved, [](const auto &x) { return softsign(x); });
    visit("elu", curved, [](const auto &x) { return elu(x); });
    visit("elu 1.5", curved, [](const auto &x) { return elu(x, 1.5); });
    visit("selu", curved, [](const auto &x) { return selu(x); });
    visit("gelu", curved, [](const auto &x) { return gelu(x); });
    visit("gelu_tanh", curved, [](const auto &x) { return gelu_tanh(x); });
}

/// visit(name, function of one operand) for every function that looks at whole rows, the last axis.
template <class Visit>
void visit_row_functions(Visit visit) {
    visit("softmax", [](const auto &x) { return softmax(x); });
    visit("log_softmax", [](const auto &x) { return log_softmax(x); });
    visit("logsumexp", [](const auto &x) { return logsumexp<-1>(x); });
    visit("variance", [](const auto &x) { return variance<-1>(x); });
    visit("variance 0", [](const auto &x) { return variance<-1>(x, 0); });
    visit("norm", [](const auto &x) { return norm<-1>(x); });
    visit("l1_norm", [](const auto &x) { return l1_norm<-1>(x); });
    visit("infinity_norm", [](const auto &x) { return infinity_norm<-1>(x); });
    visit("layer_normalise", [](const auto &x) { return layer_normalise(x); });
    visit("rms_normalise", [](const auto &x) { return rms_normalise(x); });
    visit("rms_normalise 0.01", [](const auto &x) { return rms_normalise(x, 0.01); });
}

/// visit(name, smoothness in the prediction, function of a prediction and a target of its shape).
template <class Visit>
void visit_losses_of_targets(Visit visit) {
    using enum smoothness;
    visit("squared_error", curved, [](const auto &x, const auto &y) { return squared_error(x, y); });
    visit("absolute_error", straight, [](const auto &x, const auto &y) { return absolute_error(x, y); });
    visit("mse", curved, [](const auto &x, const auto &y) { return mse(x, y); });
    visit("mae", straight, [](const auto &x, const auto &y) { return mae(x, y); });
    visit("huber", curved, [](const auto &x, const auto &y) { return huber(x, y); });
    visit("huber 0.4", curved, [](const auto &x, const auto &y) { return huber(x, y, 0.4); });
    visit("smooth_l1", curved, [](const auto &x, const auto &y) { return smooth_l1(x, y); });
    visit("smooth_l1 0.4", curved, [](const auto &x, const auto &y) { return smooth_l1(x, y, 0.4); });
    visit("smooth_l1 0", straight, [](const auto &x, const auto &y) { return smooth_l1(x, y, 0); });
    visit("hinge", straight, [](const auto &x, const auto &y) { return hinge(x, y); });
    visit("cosine_similarity", curved, [](const auto &x, const auto &y) { return cosine_similarity(x, y); });
}

/// visit(name, function of a prediction and a target of its shape); the targets are probabilities.
template <class Visit>
void visit_losses_of_probabilities(Visit visit) {
    visit("softmax_cross_entropy of targets", [](const auto &x, const auto &y) { return softmax_cross_entropy(x, y); });
    visit("softmax_cross_entropy of targets 0.2",
          [](const auto &x, const auto &y) { return softmax_cross_entropy(x, y, {.label_smoothing = 0.2}); });
    visit("sigmoid_cross_entropy", [](const auto &x, const auto &y) { return sigmoid_cross_entropy(x, y); });
    visit("sigmoid_cross_entropy 3",
          [](const auto &x, const auto &y) { return sigmoid_cross_entropy(x, y, {.positive_weight = 3}); });
    visit("kl_divergence", [](const auto &x, const auto &y) { return kl_divergence(log_softmax(x), y); });
}

/// visit(name, smoothness in the logits, function of logits and labels).
template <class Visit>
void visit_losses_of_labels(Visit visit) {
    using enum smoothness;
    visit("softmax_cross_entropy", curved, [](const auto &z, const auto &y) { return softmax_cross_entropy(z, y); });
    visit("softmax_cross_entropy 0.1", curved,
          [](const auto &z, const auto &y) { return softmax_cross_entropy(z, y, {.label_smoothing = 0.1}); });
    visit("negative_log_likelihood", curved,
          [](const auto &z, const auto &y) { return negative_log_likelihood(log_softmax(z), y); });
    visit("multiclass_hinge", straight, [](const auto &z, const auto &y) { return multiclass_hinge(z, y); });
    visit("multiclass_hinge 0.7 squared", curved,
          [](const auto &z, const auto &y) { return multiclass_hinge(z, y, {.margin = 0.7, .squared = true}); });
}

/// visit(name, options) for cross entropies that are averaged over their rows.
template <class Visit>
void visit_averages(Visit visit) {
    visit("cross_entropy", cross_entropy_options{});
    visit("cross_entropy 0.1", cross_entropy_options{.label_smoothing = 0.1});
    visit("cross_entropy ignoring 4", cross_entropy_options{.ignore_index = 4});
    visit("cross_entropy ignoring 4, 0.3", cross_entropy_options{.label_smoothing = 0.3, .ignore_index = 4});
}

}  // namespace sylvite::test
