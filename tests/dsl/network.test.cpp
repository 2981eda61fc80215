// Networks as users write them: facts at compile time, shapes of the typed handles, entries, sharing, second order.
#include "support.hpp"

#include <sylvite/examples/digits/network.hpp>

#include <set>

namespace {

using namespace sylvite;
using namespace sylvite::test;

static_assert(parameter_count<digits> == 9610);
static_assert(graph_of<digits>().entries.size() == 3);
static_assert(graph_of<digits>().size() < 250);

// what an entry does not reach is not in the table
struct predicting {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 3>("x");
        const auto unused = dense<100>("unused", x);
        (void)exp(unused);
        net.entry("predict", output("y", dense<2>("used", x)));
    }
};
static_assert(parameter_count<predicting> == 8);
static_assert(graph_of<predicting>().size() == 5);  // input, weight, bias, contraction, add

struct second_order {
    constexpr void operator()(network &net) const {
        const auto x = net.parameter<f64, 4>("x");
        const auto first = grad(sum(x * x * x), x);
        const auto second = grad(sum(first), x);
        const auto third = grad(sum(second), x);
        net.entry("derivatives", output("first", first), output("second", second), output("third", third));
    }
};

TEST(network, gradients_of_gradients) {
    reference::tensors variables = {{"x", tensor(f64, {4}, {-1, 0, 2, 3})}};
    const graph::table_view table = graph_of<second_order>();
    const auto result = run_entry(table, table.entries[0], variables, {});
    EXPECT_EQ(result.outputs.at("first").values(), (std::vector<double>{3, 0, 12, 27}));
    EXPECT_EQ(result.outputs.at("second").values(), (std::vector<double>{-6, 0, 12, 18}));
    EXPECT_EQ(result.outputs.at("third").values(), (std::vector<double>{6, 6, 6, 6}));
}

TEST(network, second_order_of_a_whole_layer_matches_finite_differences) {
    bench t;
    random_numbers random(41);
    const node_id w = t.leaf(random.uniform(f64, {3, 4}, -1, 1)), x = t.leaf(random.uniform(f64, {2, 4}, -1, 1));
    const node_id h = graph::unary(t.b, op::sigmoid, graph::einsum(t.b, "ri,oi->ro", x, w));
    const node_id loss = graph::reduce(t.b, op::reduce_sum, graph::unary(t.b, op::log, h), 0b11);
    node_id gradient = graph::no_node;
    graph::differentiate(t.b, loss, {&w, 1}, {&gradient, 1});
    expect_gradient(t, weighted_sum(t, gradient), {w, x}, "Hessian times weights");
}

template <typed_expr E>
void expect_shape(const E &e, const char *what) {
    EXPECT_EQ(E::static_shape, e.dims()) << what;
    EXPECT_EQ(E::element_type, e.type()) << what;
}

TEST(network, types_of_handles_tell_the_shapes_of_their_nodes) {
    graph::builder b;
    network net(b);
    const auto x = net.input<f32, dynamic<9>, 4, 6>("x");
    const auto v = net.input<f32, 6>("v");
    const auto y = net.input<i32, dynamic<9>>("y");
    expect_shape(x + v, "+");
    expect_shape(2 * x, "literal");
    expect_shape(x < v, "<");
    expect_shape(!(x == v), "!");
    expect_shape(select(x < v, x, 0), "select");
    expect_shape(min(x, v), "min");
    expect_shape(min(x, 2 * x), "min of one type");
    expect_shape(max(x, 2 * x), "max of one type");
    expect_shape(is_nan(x), "is_nan");
    expect_shape(cast<f64>(x), "cast");
    expect_shape(expm1(x) + sin(x) * cos(x), "expm1, sin, cos");
    expect_shape(floor(erf(x)), "floor, erf");
    expect_shape(pow(x, v), "pow");
    expect_shape(pow(x, 2) - pow(2.f, x), "pow of literals");
    EXPECT_EQ(pow(any_expr(x), 0.5).dims(), x.dims());
    expect_shape(sum(x), "sum");
    expect_shape(sum<1>(x), "sum<1>");
    expect_shape(sum<-1, 0>(x), "sum<-1, 0>");
    expect_shape(mean<0>(x), "mean<0>");
    expect_shape(reduce_max<-1>(x), "reduce_max");
    expect_shape(argmax<2>(x), "argmax");
    expect_shape(product<0, 2>(x), "product");
    expect_shape(reduce_min<1>(x), "reduce_min");
    expect_shape(argmin(x), "argmin");
    expect_shape(any<0>(x < v), "any");
    expect_shape(all(x < v), "all");
    expect_shape(reshape<dynamic<9>, 3, 8>(x), "reshape");
    expect_shape(permute<2, 0, 1>(x), "permute");
    expect_shape(expand<1>(x), "expand");
    expect_shape(expand<-1>(y), "expand");
    expect_shape(broadcast_to<2, 6>(v), "broadcast_to");
    expect_shape(one_hot<5>(y), "one_hot");
    expect_shape(one_hot<5, boolean>(y), "one_hot of booleans");
    expect_shape(slice<1, 1, -1>(x), "slice");
    expect_shape(slice<-1, 0, axis_end, 4>(x), "slice in steps");
    expect_shape(pad<2, 1, 3>(x, 0.5f), "pad");
    expect_shape(pad<1, -1, 0, 2>(x), "pad inside");
    expect_shape(shift<0, 2>(x), "shift");
    expect_shape(reverse<0, -1>(x), "reverse");
    expect_shape(concat<1>(x, x, slice<1, 0, 2>(x)), "concat");
    expect_shape(stack<-1>(x, x), "stack");
    expect_shape(std::get<1>(split<1, 1, 3>(x)), "split");
    expect_shape(chunk<2, 3>(x)[2], "chunk");
    expect_shape(tril(x), "tril");
    expect_shape(triu<1>(x), "triu");
    expect_shape(causal_mask(x), "causal_mask");
    expect_shape(cumulative_sum<0>(x), "cumulative_sum");
    expect_shape(reverse_cumulative_sum<-1>(x), "reverse_cumulative_sum");
    expect_shape(gather(net.parameter<f32, 10, 3>("table"), y), "gather");
    expect_shape(gather<2>(x, y), "gather<2>");
    expect_shape(scatter_add<5>(y, x), "scatter_add");
    expect_shape(scatter_add<dynamic<7, 2>>(y, x), "scatter_add into dynamic rows");
    expect_shape(take_along_axis<1>(x, net.input<i32, dynamic<9>, 2, 6>("at")), "take_along_axis");
    expect_shape(pick(x, net.input<i32, dynamic<9>, 4>("one")), "pick");
    expect_shape(einsum<"rij,kj->rki">(x, net.parameter<f32, 7, 6>("p")), "einsum");
    expect_shape(matmul(broadcast_to<4, 6>(v), broadcast_to<6, 6>(v)), "matmul");
    expect_shape(softmax(x), "softmax");
    expect_shape(log_softmax(x), "log_softmax");
    expect_shape(mse(x, 2 * x), "mse");
    expect_shape(stop_gradient(x), "stop_gradient");
    expect_shape(custom_gradient([](auto dy, auto, auto) { return dy; }, floor(x), x), "custom_gradient");
    expect_shape(dense<3>("dense", x), "dense");
    expect_shape(softmax_cross_entropy(dense<5>("logits", sum<1>(x)), y), "softmax_cross_entropy");
}

TEST(network, one_hot_and_cross_entropy_of_a_label_out_of_range) {
    bench t;
    const expr<shape_type<3>, i32> y(t.b, t.leaf(i32, {3}, {1, -1, 4}));
    const expr<shape_type<3, 4>, f32> z(t.b, t.leaf(tensor(f32, {3, 4})));
    EXPECT_EQ(t.value(one_hot<4>(y).id()).values(), (std::vector<double>{0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0}));
    const tensor loss = t.value(softmax_cross_entropy(z, y).id());
    EXPECT_NEAR(loss[0], std::log(4.), 1e-6);
    EXPECT_TRUE(std::isnan(loss[1]));
    EXPECT_TRUE(std::isnan(loss[2]));
}

TEST(network, dense_is_pytorchs_linear) {
    bench t;
    const expr<shape_type<1, 2>, f64> x(t.b, t.leaf(f64, {1, 2}, {1, 10}));
    const auto y = dense<3>("layer", x);
    const node_id weight = t.b.find_leaf("layer.weight"), bias = t.b.find_leaf("layer.bias");
    ASSERT_EQ(t.b.dims(weight), fixed({3, 2}));
    ASSERT_EQ(t.b.dims(bias), fixed({3}));
    t.give(weight, tensor(f64, {3, 2}, {1, 2, 3, 4, 5, 6}));
    t.give(bias, tensor(f64, {3}, {100, 200, 300}));
    EXPECT_EQ(t.value(y.id()).values(), (std::vector<double>{121, 243, 365}));
}

struct exchange {
    constexpr void operator()(network &net) const {
        const auto a = net.state<f32, 2>("a"), b = net.state<f32, 2>("b");
        net.entry("exchange", assign(a, b), assign(b, a), output("a before", a), metric("sum of a", a));
    }
};

TEST(network, every_read_sees_the_value_from_before_the_entry) {
    reference::tensors variables = {{"a", tensor(f32, {2}, {1, 2})}, {"b", tensor(f32, {2}, {3, 4})}};
    const graph::table_view table = graph_of<exchange>();
    const auto result = run_entry(table, table.entries[0], variables, {});
    EXPECT_EQ(variables.at("a").values(), (std::vector<double>{3, 4}));
    EXPECT_EQ(variables.at("b").values(), (std::vector<double>{1, 2}));
    EXPECT_EQ(result.outputs.at("a before").values(), (std::vector<double>{1, 2}));
    EXPECT_EQ(result.metrics.at("sum of a").mean(), 1.5);
}

struct reset {
    constexpr void operator()(network &net) const {
        net.entry("reset", assign(net.state<f64, 2>("sums"), 0.5), assign(net.state<i32>("count"), 3));
    }
};

TEST(network, a_variable_takes_a_number_in_all_elements) {
    reference::tensors variables = {{"sums", tensor(f64, {2}, {1, 2})}, {"count", tensor(i32, {}, {9})}};
    static constexpr graph::table_view table = graph_of<reset>();
    run_entry(table, table.entries[0], variables, {});
    EXPECT_EQ(variables.at("sums").values(), (std::vector<double>{0.5, 0.5}));
    EXPECT_EQ(variables.at("count").values(), (std::vector<double>{3}));
}

struct leaves_as_results {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 2>("x");
        const auto n = net.scalar<f64>("n");
        net.entry("e", output("x", x), output("stopped", stop_gradient(x)), metric("n", n));
    }
};

TEST(network, results_that_are_leaves_have_memory_of_their_own) {
    const graph::table_view table = graph_of<leaves_as_results>();
    for (const graph::root &r : table.roots)
        EXPECT_NE(graph::info(table[r.node].kind).kind, graph::op_class::leaf) << table.name(r.name);
}

struct stored_gradients {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 3>("x");
        const auto w = net.parameter<f32, 3>("w");
        net.entry("gradients", store_gradients(sum(x * w)));
        net.entry("apply", apply_gradients(net, gradient_descent{net.scalar("rate")}));
    }
};

TEST(network, stored_gradients_are_applied_later) {
    const graph::table_view table = graph_of<stored_gradients>();
    reference::tensors variables = {{"w", tensor(f32, {3}, {1, 1, 1})}, {"w.gradient", tensor(f32, {3})}};
    const reference::tensors inputs = {{"x", tensor(f32, {3}, {1, 2, 4})}, {"rate", tensor::scalar(f32, 0.25)}};
    run_entry(table, reference::entry_of(table, "gradients"), variables, inputs);
    EXPECT_EQ(variables.at("w.gradient").values(), (std::vector<double>{1, 2, 4}));
    EXPECT_EQ(variables.at("w").values(), (std::vector<double>{1, 1, 1}));
    run_entry(table, reference::entry_of(table, "apply"), variables, inputs);
    EXPECT_EQ(variables.at("w").values(), (std::vector<double>{0.75, 0.5, 0}));
}

TEST(network, metrics_count_the_run_time_rows) {
    const graph::table_view table = graph_of<digits>();
    random_numbers random(42);
    reference::tensors variables = {{"hidden.weight", random.uniform(f32, {128, 64}, -0.1, 0.1)},
                                    {"hidden.bias", tensor(f32, {128})},
                                    {"out.weight", random.uniform(f32, {10, 128}, -0.1, 0.1)},
                                    {"out.bias", tensor(f32, {10})}};
    tensor labels(i32, {5});
    for (std::size_t i = 0; i < 5; ++i) labels.set(i, static_cast<double>(i));
    const reference::tensors inputs = {{"pixels", random.uniform(f32, {5, 64}, 0, 16)}, {"label", labels}};
    reference::symbol_extents extents;
    extents.of_symbol[1] = 5;
    const auto result = run_entry(table, reference::entry_of(table, "evaluate"), variables, inputs, extents);
    EXPECT_EQ(result.metrics.at("loss").count, 5);
    EXPECT_GT(result.metrics.at("loss").mean(), 1.5);
    EXPECT_LT(result.metrics.at("loss").mean(), 3.5);
}

static_assert(detail::square_root(2) > 1.414213562373094 && detail::square_root(2) < 1.414213562373097);
static_assert(detail::resolve(glorot_uniform, 3, 3).b == 1);
static_assert(detail::resolve(fan_in_uniform, 4, 100).a == -0.5);
static_assert(detail::resolve(he_normal, 8, 1).b == 0.5);
static_assert(detail::resolve(constant(7), 8, 1).a == 7);
static_assert(detail::with_fans(orthogonal(2), detail::fixed_shape({3, 4})).a == 2);

TEST(network, orthogonal_initialiser_needs_a_matrix_of_floating_point_numbers) {
    graph::builder b;
    const network net(b);
    EXPECT_THROW((net.parameter<f32, 3>("vector", orthogonal())), graph_error);
    EXPECT_THROW((net.state<i32, 3, 3>("integers", orthogonal())), graph_error);
    EXPECT_THROW(dense<3>("layer", net.input<f32, 2, 4>("x"), {.bias = orthogonal()}), graph_error);
}

}  // namespace
