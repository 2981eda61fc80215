// Composed functions and losses against numbers from PyTorch: tests/golden/make_composed.py.
#include "composed.hpp"
#include "golden_cases.hpp"

namespace {

using namespace sylvite;
using namespace sylvite::test;

/// The cases of one element type; losses and row functions are typed, and their cases [3, 5].
template <dtype Type>
any_expr build_typed(const std::string &wanted, graph::builder &b, const std::vector<node_id> &in) {
    using matrix = expr<shape_type<3, 5>, Type>;
    any_expr found;
    const auto take = [&](const std::string &name, auto make) {
        if (name == wanted) found = make();
    };
    visit_activations(
        [&](const std::string &name, smoothness, auto f) { take(name, [&] { return f(any_expr(b, in[0])); }); });
    visit_row_functions([&](const std::string &name, auto f) { take(name, [&] { return f(matrix(b, in[0])); }); });
    const auto of_two = [&](const std::string &name, auto f) {
        take(name, [&] { return f(matrix(b, in[0]), matrix(b, in[1])); });
    };
    visit_losses_of_targets([&](const std::string &name, smoothness, auto f) { of_two(name, f); });
    visit_losses_of_probabilities(of_two);
    visit_losses_of_labels([&](const std::string &name, smoothness, auto f) {
        take(name, [&] { return f(matrix(b, in[0]), expr<shape_type<3>, i32>(b, in[1])); });
    });
    visit_averages([&](const std::string &name, cross_entropy_options options) {
        take(name, [&] { return cross_entropy(matrix(b, in[0]), expr<shape_type<3>, i32>(b, in[1]), options); });
        take(name + " weighted", [&] {
            const expr<shape_type<5>, Type> weight(b, in[2]);
            return cross_entropy(matrix(b, in[0]), expr<shape_type<3>, i32>(b, in[1]), stop_gradient(weight), options);
        });
    });
    take("cosine_embedding 0.2", [&] {
        return cosine_embedding(matrix(b, in[0]), matrix(b, in[1]), expr<shape_type<3>, boolean>(b, in[2]), 0.2);
    });
    take("weighted_mean", [&] { return weighted_mean(matrix(b, in[0]), matrix(b, in[1])); });
    take("weighted_mean of classes", [&] {
        const expr<shape_type<3>, i32> labels(b, in[1]);
        const expr<shape_type<5>, Type> weights(b, in[2]);
        return weighted_mean(softmax_cross_entropy(matrix(b, in[0]), labels),
                             label_weights(stop_gradient(weights), labels));
    });
    const any_expr x(b, in[0]);
    take("softmax<0>", [&] { return softmax<0>(x); });
    take("log_softmax<1>", [&] { return log_softmax<1>(x); });
    take("logsumexp<0, 2>", [&] { return logsumexp<0, 2>(x); });
    take("variance<0, 2>", [&] { return variance<0, 2>(x); });
    take("norm<0, 2>", [&] { return norm<0, 2>(x); });
    take("layer_normalise<2>", [&] { return layer_normalise<2>(expr<shape_type<3, 5, 2>, Type>(b, in[0])); });
    take("rms_normalise<2>", [&] { return rms_normalise<2>(expr<shape_type<3, 5, 2>, Type>(b, in[0])); });
    if (found.empty()) throw std::runtime_error("unknown case " + wanted);
    return found;
}

node_id build(const std::string &name, graph::builder &b, const std::vector<node_id> &in) {
    const std::string squared = "squared gradient of ";
    if (name.starts_with(squared)) {
        const node_id y = build(name.substr(squared.size()), b, in);
        node_id gradient = graph::no_node;
        graph::differentiate(b, graph::reduce(b, op::reduce_sum, y, graph::all_axes(b.dims(y))), {in.data(), 1},
                             {&gradient, 1});
        return graph::binary(b, op::multiply, gradient, gradient);
    }
    return b[in[0]].type == f32 ? build_typed<f32>(name, b, in).id() : build_typed<f64>(name, b, in).id();
}

TEST(composed, values_and_gradients_agree_with_pytorch) { expect_golden_cases("composed.json", 320, build); }

}  // namespace
