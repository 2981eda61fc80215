// The composed functions, by name, for the tests that hold for all of them.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

namespace sylvite::test {

/// How far a function's derivatives are worth checking, away from its corners.
enum class smoothness { straight, curved };  // straight: made of straight pieces, so that the second derivative is 0

/// visit(name, function of one operand, smoothness) for every activation.
template <class Visit>
void visit_activations(Visit visit) {
    using enum smoothness;
    visit(
        "leaky_relu", [](const auto &x) { return leaky_relu(x); }, straight);
    visit(
        "leaky_relu 0.3", [](const auto &x) { return leaky_relu(x, 0.3); }, straight);
    visit(
        "hard_tanh", [](const auto &x) { return hard_tanh(x); }, straight);
    visit(
        "hard_tanh -0.5,2", [](const auto &x) { return hard_tanh(x, -0.5, 2); }, straight);
    visit(
        "relu6", [](const auto &x) { return relu6(x); }, straight);
    visit(
        "hard_sigmoid", [](const auto &x) { return hard_sigmoid(x); }, straight);
    visit(
        "hard_swish", [](const auto &x) { return hard_swish(x); }, curved);
    visit(
        "softplus", [](const auto &x) { return softplus(x); }, curved);
    visit(
        "softplus 2", [](const auto &x) { return softplus(x, 2); }, curved);
    visit(
        "log_sigmoid", [](const auto &x) { return log_sigmoid(x); }, curved);
    visit(
        "silu", [](const auto &x) { return silu(x); }, curved);
    visit(
        "mish", [](const auto &x) { return mish(x); }, curved);
    visit(
        "softsign", [](const auto &x) { return softsign(x); }, curved);
    visit(
        "gelu_tanh", [](const auto &x) { return gelu_tanh(x); }, curved);
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

/// visit(name, function of a prediction and a target of its shape, smoothness in the prediction).
template <class Visit>
void visit_losses_of_targets(Visit visit) {
    using enum smoothness;
    visit(
        "squared_error", [](const auto &x, const auto &y) { return squared_error(x, y); }, curved);
    visit(
        "absolute_error", [](const auto &x, const auto &y) { return absolute_error(x, y); }, straight);
    visit(
        "mse", [](const auto &x, const auto &y) { return mse(x, y); }, curved);
    visit(
        "mae", [](const auto &x, const auto &y) { return mae(x, y); }, straight);
    visit(
        "huber", [](const auto &x, const auto &y) { return huber(x, y); }, curved);
    visit(
        "huber 0.4", [](const auto &x, const auto &y) { return huber(x, y, 0.4); }, curved);
    visit(
        "smooth_l1", [](const auto &x, const auto &y) { return smooth_l1(x, y); }, curved);
    visit(
        "smooth_l1 0.4", [](const auto &x, const auto &y) { return smooth_l1(x, y, 0.4); }, curved);
    visit(
        "smooth_l1 0", [](const auto &x, const auto &y) { return smooth_l1(x, y, 0); }, straight);
    visit(
        "hinge", [](const auto &x, const auto &y) { return hinge(x, y); }, straight);
    visit(
        "cosine_similarity", [](const auto &x, const auto &y) { return cosine_similarity(x, y); }, curved);
}

/// As above; the targets are probabilities.
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

/// visit(name, function of logits and labels, smoothness in the logits).
template <class Visit>
void visit_losses_of_labels(Visit visit) {
    using enum smoothness;
    visit(
        "softmax_cross_entropy", [](const auto &z, const auto &y) { return softmax_cross_entropy(z, y); }, curved);
    visit(
        "softmax_cross_entropy 0.1",
        [](const auto &z, const auto &y) { return softmax_cross_entropy(z, y, {.label_smoothing = 0.1}); }, curved);
    visit(
        "negative_log_likelihood",
        [](const auto &z, const auto &y) { return negative_log_likelihood(log_softmax(z), y); }, curved);
    visit(
        "multiclass_hinge", [](const auto &z, const auto &y) { return multiclass_hinge(z, y); }, straight);
    visit(
        "multiclass_hinge 0.7 squared",
        [](const auto &z, const auto &y) { return multiclass_hinge(z, y, {.margin = 0.7, .squared = true}); }, curved);
}

}  // namespace sylvite::test
