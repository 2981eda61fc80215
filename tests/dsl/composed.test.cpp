// Composed functions and losses: gradients of first and second order against finite differences, NaN, logits of ±1e4.
#include "composed.hpp"
#include "support.hpp"

namespace {

using namespace sylvite;
using namespace sylvite::test;

const double nan = std::numeric_limits<double>::quiet_NaN();
const double infinity = std::numeric_limits<double>::infinity();

/// A graph with one operand of the composed function, and its targets.
template <dtype Type, auto... Dims>
struct operands {
    bench t;
    random_numbers random{17};
    reference::dimensions dims{Dims...};
    expr<shape_type<Dims...>, Type> x{t.b, t.leaf(random.uniform(Type, dims, -3, 3))};

    auto targets() {
        tensor value = random.uniform(Type, dims, -3, 3);
        return expr<shape_type<Dims...>, Type>(t.b, t.leaf(std::move(value)));
    }
    auto probabilities() {
        tensor value = random.uniform(Type, dims, 0.1, 1);
        return expr<shape_type<Dims...>, Type>(t.b, t.leaf(std::move(value)));
    }
    auto labels() {
        using rows = detail::reduced_shape<expr<shape_type<Dims...>, Type>, -1>;
        reference::dimensions of_rows(dims.begin(), dims.end() - 1);
        tensor value(i32, of_rows);
        for (std::size_t i = 0; i < value.size(); ++i) value.set(i, static_cast<double>(random.below(dims.back())));
        return expr<typename detail::lift<rows>::type, i32>(t.b, t.leaf(std::move(value)));
    }
};

/// First and second derivatives with respect to the leaves.
void expect_derivatives(bench &t, node_id y, const std::vector<node_id> &leaves, smoothness how,
                        const std::string &what) {
    const node_id loss = weighted_sum(t, y);
    expect_gradient(t, loss, leaves, what);
    if (how == smoothness::straight) return;
    expect_second_order(t, loss, leaves, what, 1e-6);
}

template <auto... Dims>
void expect_all_derivatives(const std::string &dims) {
    using enum smoothness;
    visit_activations([&](const std::string &name, smoothness how, auto function) {
        operands<f64, Dims...> o;
        expect_derivatives(o.t, function(o.x).id(), {o.x.id()}, how, name + dims);
    });
    visit_row_functions([&](const std::string &name, auto function) {
        operands<f64, Dims...> o;
        if (name == "variance" && o.dims.back() == 1) return;  // 0 / 0
        const bool is_straight = name == "l1_norm" || name == "infinity_norm" || o.dims.back() == 1;
        expect_derivatives(o.t, function(o.x).id(), {o.x.id()}, is_straight ? straight : curved, name + dims);
    });
    visit_losses_of_targets([&](const std::string &name, smoothness how, auto function) {
        operands<f64, Dims...> o;
        const auto y = o.targets();
        if (o.dims.back() == 1 && name == "cosine_similarity") how = straight;
        expect_derivatives(o.t, function(o.x, y).id(), {o.x.id(), y.id()}, how, name + dims);
    });
    visit_losses_of_probabilities([&](const std::string &name, auto function) {
        operands<f64, Dims...> o;
        const auto y = o.probabilities();
        expect_derivatives(o.t, function(o.x, y).id(), {o.x.id(), y.id()}, curved, name + dims);
    });
    visit_losses_of_labels([&](const std::string &name, smoothness how, auto function) {
        operands<f64, Dims...> o;
        if (o.dims.back() == 1) how = straight;  // nothing depends on the logit of the only class
        expect_derivatives(o.t, function(o.x, o.labels()).id(), {o.x.id()}, how, name + dims);
    });
}

TEST(composed, derivatives_match_finite_differences) {
    expect_all_derivatives<1>(" [1]");
    expect_all_derivatives<7>(" [7]");
    expect_all_derivatives<3, 5>(" [3, 5]");
    expect_all_derivatives<2, 1, 3>(" [2, 1, 3]");
}

TEST(composed, functions_of_other_axes_match_finite_differences) {
    const auto check = [](const char *name, auto function) {
        operands<f64, 2, 3, 5> o;
        expect_derivatives(o.t, function(o.x).id(), {o.x.id()}, smoothness::curved, name);
    };
    check("softmax<0>", [](const auto &x) { return softmax<0>(x); });
    check("softmax<1>", [](const auto &x) { return softmax<1>(x); });
    check("log_softmax<-2>", [](const auto &x) { return log_softmax<-2>(x); });
    check("logsumexp", [](const auto &x) { return logsumexp(x); });
    check("logsumexp<0, 2>", [](const auto &x) { return logsumexp<0, 2>(x); });
    check("variance", [](const auto &x) { return variance(x); });
    check("variance<1>", [](const auto &x) { return variance<1>(x, 0); });
    check("norm", [](const auto &x) { return norm(x); });
    check("norm<-3, 1>", [](const auto &x) { return norm<-3, 1>(x); });
    check("layer_normalise<2>", [](const auto &x) { return layer_normalise<2>(x); });
    check("layer_normalise<3>", [](const auto &x) { return layer_normalise<3>(x); });
    check("rms_normalise<2>", [](const auto &x) { return rms_normalise<2>(x); });
}

TEST(composed, similarity_of_pairs_matches_finite_differences_and_lets_nan_pass) {
    operands<f64, 3, 5> o;
    const auto y = o.targets();
    const expr<shape_type<3>, boolean> alike(o.t.b, o.t.leaf(boolean, {3}, {1, 0, 0}));
    const auto loss = cosine_embedding(o.x, y, alike, -0.9);
    expect_derivatives(o.t, loss.id(), {o.x.id(), y.id()}, smoothness::curved, "cosine_embedding");
    tensor poisoned = o.t.given(o.x.id());
    poisoned.set(6, nan);
    o.t.give(o.x.id(), poisoned);
    const tensor value = o.t.value(loss.id());
    EXPECT_TRUE(std::isfinite(value[0]) && std::isnan(value[1]) && std::isfinite(value[2]));
}

TEST(composed, weighted_mean_divides_by_the_sum_of_the_weights) {
    operands<f64, 3, 5> o;
    const auto loss = squared_error(o.x, o.targets());
    const auto w = o.probabilities();
    expect_derivatives(o.t, weighted_mean(loss, w).id(), {o.x.id(), w.id()}, smoothness::curved, "weighted_mean");
    const expr<shape_type<4>, f32> values(o.t.b, o.t.leaf(f32, {4}, {1, 2, 4, nan}));
    const expr<shape_type<4>, f32> weights(o.t.b, o.t.leaf(f32, {4}, {2, 1, 1, 0}));
    EXPECT_EQ(o.t.value(weighted_mean(values, weights).id())[0], 2);
    const expr<shape_type<4>, boolean> mask(o.t.b, o.t.leaf(boolean, {4}, {0, 1, 1, 0}));
    EXPECT_EQ(o.t.value(weighted_mean(values, mask).id())[0], 3);
    const expr<shape_type<1>, f32> one(o.t.b, o.t.leaf(f32, {1}, {5}));
    EXPECT_TRUE(std::isnan(o.t.value(weighted_mean(values, one).id())[0]));
}

TEST(composed, cross_entropy_with_class_weights_matches_finite_differences) {
    visit_averages([](const std::string &name, cross_entropy_options options) {
        operands<f64, 2, 3, 5> o;
        const expr<shape_type<2, 3>, i32> labels(o.t.b, o.t.leaf(i32, {2, 3}, {3, -100, 4, 0, 1, 4}));
        if (options.ignore_index == 4) o.t.give(labels.id(), tensor(i32, {2, 3}, {3, 2, 4, 0, 1, 4}));
        const expr<shape_type<5>, f64> weight(o.t.b, o.t.leaf(o.random.uniform(f64, {5}, 0.1, 2)));
        expect_derivatives(o.t, cross_entropy(o.x, labels, options).id(), {o.x.id()}, smoothness::curved, name);
        expect_derivatives(o.t, cross_entropy(o.x, labels, weight, options).id(), {o.x.id(), weight.id()},
                           smoothness::curved, name + " weighted");
    });
    operands<f64, 4> o;  // one row
    const expr<shape_type<>, i32> label(o.t.b, o.t.leaf(i32, {}, {2}));
    const expr<shape_type<4>, f64> weight(o.t.b, o.t.leaf(o.random.uniform(f64, {4}, 0.1, 2)));
    expect_derivatives(o.t, cross_entropy(o.x, label, weight, {.label_smoothing = 0.2}).id(), {o.x.id(), weight.id()},
                       smoothness::curved, "a row");
}

TEST(composed, cross_entropy_of_weights_that_are_equal_is_the_mean_of_the_rows) {
    operands<f64, 3, 5> o;
    const auto labels = o.labels();
    const expr<shape_type<5>, f64> weight(o.t.b, o.t.leaf(f64, {5}, {3, 3, 3, 3, 3}));
    for (const double smoothing : {0., 0.2}) {
        const double rows = o.t.value(mean(softmax_cross_entropy(o.x, labels, {.label_smoothing = smoothing})).id())[0];
        EXPECT_NEAR(o.t.value(cross_entropy(o.x, labels, {.label_smoothing = smoothing}).id())[0], rows, 1e-14);
        EXPECT_NEAR(o.t.value(cross_entropy(o.x, labels, weight, {.label_smoothing = smoothing}).id())[0], rows, 1e-14);
    }
}

TEST(composed, rows_that_are_left_out_count_for_nothing_whatever_they_hold) {
    bench t;
    const expr<shape_type<3, 2>, f64> z(t.b, t.leaf(f64, {3, 2}, {nan, infinity, 4, 3, 1, 2}));
    const expr<shape_type<3>, i32> y(t.b, t.leaf(i32, {3}, {-100, 1, 0}));
    const expr<shape_type<2>, f64> weight(t.b, t.leaf(f64, {2}, {1, 3}));
    const double row = 1 + std::log1p(std::exp(-1.));  // of both
    const auto loss = cross_entropy(z, y, weight);
    EXPECT_NEAR(t.value(loss.id())[0], row, 1e-14);
    EXPECT_NEAR(t.value(weighted_mean(softmax_cross_entropy(z, y), label_weights(weight, y)).id())[0], row, 1e-14);
    const auto gradient = grad(loss, z);
    t.give(z.id(), tensor(f64, {3, 2}, {0, 0, 4, 3, 1, 2}));
    const double p = 1 / (1 + std::exp(-1.));  // of the class that is no label
    expect_near(t.value(gradient.id()), tensor(f64, {3, 2}, {0, 0, 0.75 * p, -0.75 * p, -0.25 * p, 0.25 * p}), 1e-14,
                "gradient");

    t.give(y.id(), tensor(i32, {3}, {-100, -100, -100}));
    EXPECT_TRUE(std::isnan(t.value(loss.id())[0])) << "there is no row";
    EXPECT_EQ(t.value(gradient.id()).values(), std::vector<double>(6, 0));
    t.give(y.id(), tensor(i32, {3}, {-100, 2, 0}));
    EXPECT_TRUE(std::isnan(t.value(loss.id())[0])) << "a label is out of range";
    EXPECT_TRUE(std::isnan(t.value(cross_entropy(z, y).id())[0]));
}

TEST(composed, weights_of_labels_are_0_where_a_row_is_left_out_and_nan_where_there_is_no_class) {
    bench t;
    const expr<shape_type<3>, f32> weight(t.b, t.leaf(f32, {3}, {0.5, 1, 2}));
    const expr<shape_type<2, 3>, i32> y(t.b, t.leaf(i32, {2, 3}, {2, -100, 0, 3, -1, 1}));
    const auto same = [&](const tensor &found, const std::vector<double> &expected) {
        ASSERT_EQ(found.size(), expected.size());
        for (std::size_t i = 0; i < expected.size(); ++i)
            EXPECT_TRUE(found[i] == expected[i] || (std::isnan(found[i]) && std::isnan(expected[i]))) << i;
    };
    same(t.value(label_weights(weight, y).id()), {2, 0, 0.5, nan, nan, 1});
    same(t.value(label_weights(weight, y, 2).id()), {0, nan, 0.5, nan, nan, 1});
}

/// The rows of the value of y that hold a NaN (all of them for a scalar).
std::vector<bool> rows_with_nan(const tensor &y, std::size_t rows) {
    std::vector<bool> found(rows, false);
    for (std::size_t i = 0; i < y.size(); ++i)
        if (std::isnan(y[i])) found[y.size() < rows ? 0 : i * rows / y.size()] = true;
    return found;
}

/// A NaN in element 6 of [3, 5] makes row 1 NaN and no other; scalars become NaN.
template <dtype Type, class Function>
void expect_nan_to_pass(const std::string &name, Function function) {
    SCOPED_TRACE(name + " " + name_of(Type));
    operands<Type, 3, 5> o;
    const node_id y = function(o, o.x).id();
    tensor poisoned = o.random.uniform(Type, o.dims, 0.1, 1);
    poisoned.set(6, nan);
    o.t.give(o.x.id(), poisoned);
    const tensor value = o.t.value(y);
    const auto rows = rows_with_nan(value, 3);
    EXPECT_EQ(rows, value.size() == 1 ? std::vector({true, false, false}) : std::vector({false, true, false}));
    if (value.size() == 15) {
        EXPECT_TRUE(std::isnan(value[6]));
    }
}

template <dtype Type>
void expect_nan_to_pass_everywhere() {
    visit_activations([](const std::string &name, smoothness, auto function) {
        expect_nan_to_pass<Type>(name, [&](auto &, const auto &x) { return function(x); });
    });
    visit_row_functions([](const std::string &name, auto function) {
        expect_nan_to_pass<Type>(name, [&](auto &, const auto &x) { return function(x); });
    });
    visit_losses_of_targets([](const std::string &name, smoothness, auto function) {
        expect_nan_to_pass<Type>(name, [&](auto &o, const auto &x) { return function(x, o.targets()); });
        expect_nan_to_pass<Type>(name + " as target", [&](auto &o, const auto &x) { return function(o.targets(), x); });
    });
    visit_losses_of_probabilities([](const std::string &name, auto function) {
        expect_nan_to_pass<Type>(name, [&](auto &o, const auto &x) { return function(x, o.probabilities()); });
        expect_nan_to_pass<Type>(name + " as target", [&](auto &o, const auto &x) { return function(o.targets(), x); });
    });
    visit_losses_of_labels([](const std::string &name, smoothness, auto function) {
        expect_nan_to_pass<Type>(name, [&](auto &o, const auto &x) { return function(x, o.labels()); });
    });
    expect_nan_to_pass<Type>("relu", [](auto &, const auto &x) { return relu(x); });
    expect_nan_to_pass<Type>("reduce_max", [](auto &, const auto &x) { return reduce_max<1>(x); });
    expect_nan_to_pass<Type>("max", [](auto &o, const auto &x) { return max(x, o.targets()); });
    expect_nan_to_pass<Type>("weighted_mean",
                             [](auto &o, const auto &x) { return weighted_mean(x, o.probabilities()); });
}

TEST(composed, nan_passes_and_stays_in_its_row) {
    expect_nan_to_pass_everywhere<f32>();
    expect_nan_to_pass_everywhere<f64>();
}

/// Value and gradient of a function of x [rows..., n], given as numbers.
template <dtype Type, auto... Dims, class Function>
void expect_at(const std::string &what, const std::vector<double> &x, Function function,
               const std::vector<double> &value, const std::vector<double> &gradient) {
    SCOPED_TRACE(what + " " + name_of(Type));
    bench t;
    const expr<shape_type<Dims...>, Type> leaf(t.b, t.leaf(Type, {Dims...}, x));
    const any_expr y = function(t, leaf);
    const node_id total = graph::reduce(t.b, op::reduce_sum, y.id(), graph::all_axes(y.dims()));
    const node_id wanted = leaf.id();
    node_id found = graph::no_node;
    graph::differentiate(t.b, total, {&wanted, 1}, {&found, 1});
    const double tolerance = Type == f32 ? 1e-6 : 1e-14;
    expect_near(t.value(y.id()), tensor(Type, t.value(y.id()).dims(), value), tolerance, "value");
    expect_near(t.value(found), tensor(Type, {Dims...}, gradient), tolerance, "gradient");
}

template <dtype Type>
void expect_large_activations() {
    const auto at = [](const char *what, auto function, double up, double slope_up, double down, double slope_down) {
        expect_at<Type, 2>(what, {1e4, -1e4}, [&](bench &, const auto &x) { return function(x); }, {up, down},
                           {slope_up, slope_down});
    };
    at(
        "leaky_relu", [](const auto &x) { return leaky_relu(x); }, 1e4, 1, -100, 0.01);
    at(
        "hard_tanh", [](const auto &x) { return hard_tanh(x); }, 1, 0, -1, 0);
    at(
        "relu6", [](const auto &x) { return relu6(x); }, 6, 0, 0, 0);
    at(
        "hard_sigmoid", [](const auto &x) { return hard_sigmoid(x); }, 1, 0, 0, 0);
    at(
        "hard_swish", [](const auto &x) { return hard_swish(x); }, 1e4, 1, 0, 0);
    at(
        "softplus", [](const auto &x) { return softplus(x); }, 1e4, 1, 0, 0);
    at(
        "log_sigmoid", [](const auto &x) { return log_sigmoid(x); }, 0, 0, -1e4, 1);
    at(
        "silu", [](const auto &x) { return silu(x); }, 1e4, 1, 0, 0);
    at(
        "mish", [](const auto &x) { return mish(x); }, 1e4, 1, 0, 0);
    at(
        "elu", [](const auto &x) { return elu(x); }, 1e4, 1, -1, 0);
    at(
        "selu", [](const auto &x) { return selu(x); }, 1.0507009873554805 * 1e4, 1.0507009873554805,
        -1.0507009873554805 * 1.6732632423543772, 0);
    at(
        "gelu", [](const auto &x) { return gelu(x); }, 1e4, 1, 0, 0);
    at(
        "softsign", [](const auto &x) { return softsign(x); }, 1e4 / 10001, 1 / 10001. / 10001, -1e4 / 10001,
        1 / 10001. / 10001);
    at(
        "gelu_tanh", [](const auto &x) { return gelu_tanh(x); }, 1e4, 1, 0, 0);
}

TEST(composed, activations_of_large_numbers_are_finite_and_right) {
    expect_large_activations<f32>();
    expect_large_activations<f64>();
}

/// Logits [1e4, -1e4, 1e4] and [-1e4, -1e4, 0].
template <dtype Type>
void expect_large_logits() {
    const std::vector<double> x = {1e4, -1e4, 1e4, -1e4, -1e4, 0};
    const auto at = [&](const char *what, auto function, const std::vector<double> &value,
                        const std::vector<double> &gradient) {
        expect_at<Type, 2, 3>(what, x, function, value, gradient);
    };
    const auto labels = [](bench &t) { return expr<shape_type<2>, i32>(t.b, t.leaf(i32, {2}, {1, 0})); };
    const auto targets = [](bench &t) {
        return expr<shape_type<2, 3>, Type>(t.b, t.leaf(Type, {2, 3}, {0.5, 0.25, 0.25, 0, 1, 0}));
    };
    const double log2 = std::log(2.);
    at("softmax", [](bench &, const auto &z) { return softmax(z); }, {0.5, 0, 0.5, 0, 0, 1}, {0, 0, 0, 0, 0, 0});
    at("log_softmax", [](bench &, const auto &z) { return log_softmax(z); }, {-log2, -2e4 - log2, -log2, -1e4, -1e4, 0},
       {-0.5, 1, -0.5, 1, 1, -2});
    at("logsumexp", [](bench &, const auto &z) { return logsumexp<-1>(z); }, {1e4 + log2, 0}, {0.5, 0, 0.5, 0, 0, 1});
    at("softmax_cross_entropy", [&](bench &t, const auto &z) { return softmax_cross_entropy(z, labels(t)); },
       {2e4 + log2, 1e4}, {0.5, -1, 0.5, -1, 0, 1});
    at("softmax_cross_entropy, smoothed",
       [&](bench &t, const auto &z) { return softmax_cross_entropy(z, labels(t), {.label_smoothing = 0.3}); },
       {0.8 * (2e4 + log2) + 0.2 * log2, 0.9e4}, {0.4, -0.8, 0.4, -0.8, -0.1, 0.9});
    at("softmax_cross_entropy of targets",
       [&](bench &t, const auto &z) { return softmax_cross_entropy(z, targets(t)); }, {0.25 * 2e4 + log2, 1e4},
       {0, -0.25, 0.25, 0, -1, 1});
    at("negative_log_likelihood",
       [&](bench &t, const auto &z) { return negative_log_likelihood(log_softmax(z), labels(t)); }, {2e4 + log2, 1e4},
       {0.5, -1, 0.5, -1, 0, 1});
    at("sigmoid_cross_entropy", [&](bench &t, const auto &z) { return sigmoid_cross_entropy(z, targets(t)); },
       {0.5e4, 0.25e4, 0.75e4, 0, 1e4, log2}, {0.5, -0.25, 0.75, 0, -1, 0.5});
    at("sigmoid_cross_entropy, weighted",
       [&](bench &t, const auto &z) { return sigmoid_cross_entropy(z, targets(t), {.positive_weight = 3}); },
       {0.5e4, 0.75e4, 0.75e4, 0, 3e4, log2}, {0.5, -0.75, 0.75, 0, -3, 0.5});
    at("kl_divergence", [&](bench &t, const auto &z) { return kl_divergence(log_softmax(z), targets(t)); },
       {0.25 * 2e4 + log2 - 1.5 * log2, 1e4}, {0, -0.25, 0.25, 0, -1, 1});
    at("multiclass_hinge", [&](bench &t, const auto &z) { return multiclass_hinge(z, labels(t)); },
       {2 * 20001 / 3., 10002 / 3.}, {1 / 3., -2 / 3., 1 / 3., -2 / 3., 1 / 3., 1 / 3.});
    at("hinge", [&](bench &t, const auto &z) { return hinge(z, targets(t)); }, {0, 2501, 0, 1, 10001, 1},
       {0, -0.25, 0, 0, -1, 0});
    at("smooth_l1", [&](bench &t, const auto &z) { return smooth_l1(z, targets(t), 0.5); },
       {1e4 - 0.75, 1e4, 1e4 - 0.5, 1e4 - 0.25, 1e4 + 0.75, 0}, {1, -1, 1, -1, -1, 0});
    at("squared_error", [&](bench &t, const auto &z) { return squared_error(z, targets(t)); },
       {9999.5 * 9999.5, 10000.25 * 10000.25, 9999.75 * 9999.75, 1e8, 10001. * 10001, 0},
       {2 * 9999.5, -2 * 10000.25, 2 * 9999.75, -2e4, -2 * 10001., 0});
    at("absolute_error", [&](bench &t, const auto &z) { return absolute_error(z, targets(t)); },
       {9999.5, 10000.25, 9999.75, 1e4, 10001, 0}, {1, -1, 1, -1, -1, 0});
    at("huber", [&](bench &t, const auto &z) { return huber(z, targets(t)); },
       {1e4 - 1, 1e4 - 0.25, 1e4 - 0.75, 1e4 - 0.5, 1e4 + 0.5, 0}, {1, -1, 1, -1, -1, 0});
    at("norm", [](bench &, const auto &z) { return norm<-1>(z); }, {1e4 * std::sqrt(3.), 1e4 * std::sqrt(2.)},
       {std::sqrt(1 / 3.), -std::sqrt(1 / 3.), std::sqrt(1 / 3.), -std::sqrt(0.5), -std::sqrt(0.5), 0});
}

TEST(composed, losses_and_softmax_of_large_logits_are_finite_and_right) {
    expect_large_logits<f32>();
    expect_large_logits<f64>();
}

template <dtype Type>
void expect_infinite_rows() {
    const double inf = infinity;
    const auto at = [](const char *what, const std::vector<double> &x, auto function, const std::vector<double> &value,
                       const std::vector<double> &gradient) {
        expect_at<Type, 1, 3>(
            what, x, [&](bench &, const auto &z) { return function(z); }, value, gradient);
    };
    const auto sum_of_exp = [](const auto &z) { return logsumexp<-1>(z); };
    at("nothing", {-inf, -inf, -inf}, sum_of_exp, {-inf}, {0, 0, 0});
    at("masked", {-inf, 2, -inf}, sum_of_exp, {2}, {0, 1, 0});
    at("infinite", {1, inf, -inf}, sum_of_exp, {inf}, {0, nan, 0});
    at("softmax, masked", {-inf, 2, 2}, [](const auto &z) { return softmax(z); }, {0, 0.5, 0.5}, {0, 0, 0});
    at("norm of nothing", {0, 0, 0}, [](const auto &z) { return norm<-1>(z); }, {0}, {0, 0, 0});
    at("norm of infinity", {0, inf, 0}, [](const auto &z) { return norm<-1>(z); }, {inf}, {0, nan, 0});
    at("l1_norm of nothing", {0, 0, 0}, [](const auto &z) { return l1_norm<-1>(z); }, {0}, {0, 0, 0});
    at("infinity_norm", {-2, 2, 1}, [](const auto &z) { return infinity_norm<-1>(z); }, {2}, {-0.5, 0.5, 0});
}

TEST(composed, rows_of_infinities_and_zeros) {
    expect_infinite_rows<f32>();
    expect_infinite_rows<f64>();
}

TEST(composed, labels_out_of_range_give_nan_and_no_gradient) {
    visit_losses_of_labels([](const std::string &name, smoothness, auto function) {
        bench t;
        const expr<shape_type<3, 2>, f32> z(t.b, t.leaf(f32, {3, 2}, {1, 2, 4, 3.5, 5, 6}));
        const expr<shape_type<3>, i32> y(t.b, t.leaf(i32, {3}, {-1, 1, 2}));
        const auto loss = function(z, y);
        const tensor value = t.value(loss.id());
        EXPECT_TRUE(std::isnan(value[0]) && std::isfinite(value[1]) && std::isnan(value[2])) << name;
        const node_id wanted = z.id();
        node_id gradient = graph::no_node;
        graph::differentiate(t.b, sum(loss).id(), {&wanted, 1}, {&gradient, 1});
        const tensor g = t.value(gradient);
        for (const std::size_t i : {0u, 1u, 4u, 5u}) EXPECT_EQ(g[i], 0) << name;
        EXPECT_NE(g[2], 0) << name;
    });
}

TEST(composed, variance_over_a_dynamic_axis_divides_by_the_rows_that_are_there) {
    bench t;
    t.extents.of_symbol[1] = 3;
    const node_id leaf = t.leaf(test::shape_of({dynamic<9>, {2, 0}}), tensor(f64, {3, 2}, {1, 2, 2, 2, 6, 5}));
    const expr<shape_type<dynamic<9>, 2>, f64> x(t.b, leaf);
    EXPECT_EQ(t.value(variance<0>(x).id()).values(), (std::vector<double>{7, 3}));
    expect_near(t.value(variance<0>(x, 0).id()), tensor(f64, {2}, {14 / 3., 2}), 1e-15, "variance");
}

TEST(composed, untyped_operands_give_the_same_nodes) {
    operands<f32, 3, 5> o;
    const any_expr untyped = o.x;
    visit_activations([&](const std::string &name, smoothness, auto function) {
        EXPECT_EQ(function(untyped).id(), function(o.x).id()) << name;
    });
    EXPECT_EQ(softmax(untyped).id(), softmax(o.x).id());
    EXPECT_EQ(logsumexp<0>(untyped).id(), logsumexp<0>(o.x).id());
    EXPECT_EQ(norm(untyped).id(), norm(o.x).id());
}

}  // namespace
