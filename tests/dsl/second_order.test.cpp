// Gradients of gradients: of every kind of operation and of a penalty by finite differences, a product with a Hessian
// against PyTorch; pieces that a user wrote.
// The same through compiled kernels: tests/networks/second_order.test.cpp.
#include "../networks/second_order.hpp"
#include "../networks/own_pieces.hpp"

#include "golden_file.hpp"
#include "support.hpp"

#include <set>

namespace sylvite::test {
namespace {

reference::symbol_extents six_rows() {
    reference::symbol_extents extents;
    extents.of_symbol[1] = 6;
    return extents;
}

TEST(second_order, ten_steps_with_a_gradient_penalty_and_a_hessian_product_agree_with_pytorch) {
    static constexpr graph::table_view table = graph_of<second_order_of<f64>>();
    const json golden = read_golden("second_order.json");
    int runs = 0;
    for (const json &run : golden.at("runs")) {
        if (run.at("name") != "penalty" || run.at("dtype") != "f64") continue;
        ++runs;
        reference::tensors variables;
        for (const auto &[name, value] : golden.at("start").items()) variables.emplace(name, to_tensor(value));
        const reference::tensors inputs = {{"x", to_tensor(golden.at("x"))},
                                           {"v", to_tensor(golden.at("v"))},
                                           {"rate", tensor::scalar(f64, run.at("rate"))}};
        const auto product = run_entry(table, reference::entry_of(table, "hessian"), variables, inputs, six_rows());
        expect_near(product.outputs.at("product"), to_tensor(run.at("product")), 1e-12, "Hessian times vector");
        for (std::size_t step = 0; step < 10; ++step) {
            const auto result = run_entry(table, reference::entry_of(table, "train"), variables, inputs, six_rows());
            EXPECT_NEAR(result.metrics.at("loss").mean(), run.at("losses").at(step).get<double>(), 1e-10) << step;
            EXPECT_NEAR(result.metrics.at("slope").mean(), run.at("slopes").at(step).get<double>(), 1e-10) << step;
        }
        for (const auto &[name, end] : run.at("end").items())
            expect_near(variables.at(name), to_tensor(end), 1e-10, name);
    }
    EXPECT_EQ(runs, 1);
}

TEST(second_order, penalty_and_hessian_product_match_finite_differences) {
    bench t;
    random_numbers random(17);
    const expr<shape_type<3, 4>, f64> x(t.b, t.leaf(random.uniform(f64, {3, 4}, -1, 1)));
    const expr<shape_type<5, 4>, f64> w(t.b, t.leaf(random.uniform(f64, {5, 4}, -1, 1)));
    const expr<shape_type<5, 4>, f64> v(t.b, t.leaf(random.uniform(f64, {5, 4}, -1, 1)));
    const expr<shape_type<5>, f64> u(t.b, t.leaf(random.uniform(f64, {5}, -1, 1)));
    const auto score = sum<1>(tanh(einsum<"ri,oi->ro">(x, w)) * u);
    const auto slope = sqrt(sum<1>(square(grad(sum(score), x))) + 1e-12);
    expect_gradient(t, mean(square(slope - 1)).id(), {w.id(), u.id(), x.id()}, "penalty");

    const auto energy = mean(square(score));
    const tensor product = t.value(grad(sum(grad(energy, w) * v), w).id());
    const tensor at = t.given(w.id()), along = t.given(v.id());
    const double h = 1e-5;
    const auto gradient_at = [&](double step) {
        tensor moved = at;
        for (std::size_t i = 0; i < at.size(); ++i) moved.set(i, at[i] + step * along[i]);
        t.give(w.id(), moved);
        return t.value(grad(energy, w).id());
    };
    const tensor above = gradient_at(h), below = gradient_at(-h);
    t.give(w.id(), at);
    tensor numeric(f64, at.dims());
    for (std::size_t i = 0; i < at.size(); ++i) numeric.set(i, (above[i] - below[i]) / (2 * h));
    expect_near(product, numeric, 1e-8, "Hessian times vector");
}

/// d^2 / d leaves^2 of a function of positive x and y [3, 4] and indices [3], against finite differences; tanh makes
/// what is linear curved. Adds the kinds of the function's operations to `kinds`.
template <class Function>
void expect_second_order(const char *what, Function function, std::set<op> &kinds) {
    bench t;
    random_numbers random(31);
    const expr<shape_type<3, 4>, f64> x(t.b, t.leaf(random.uniform(f64, {3, 4}, 0.3, 1.7)));
    const expr<shape_type<3, 4>, f64> y(t.b, t.leaf(random.uniform(f64, {3, 4}, 0.3, 1.7)));
    const expr<shape_type<3>, i32> i(t.b, t.leaf(i32, {3}, {2, 0, 2}));
    const std::size_t before = t.b.size();
    const any_expr value = function(x, y, i);
    for (std::size_t k = before; k < t.b.size(); ++k) kinds.insert(t.b[static_cast<node_id>(k)].kind);
    const node_id loss = weighted_sum(t, tanh(value).id());
    const node_id wanted[] = {x.id(), y.id()};
    node_id gradients[] = {graph::no_node, graph::no_node};
    graph::differentiate(t.b, loss, wanted, gradients);
    std::vector<node_id> leaves = {x.id()};
    node_id total = weighted_sum(t, gradients[0]);
    if (gradients[1] != graph::no_node) {
        leaves.push_back(y.id());
        total = graph::binary(t.b, op::add, total, weighted_sum(t, gradients[1]));
    }
    expect_gradient(t, total, leaves, what, 2e-6);
}

TEST(second_order, of_operations_of_every_kind_matches_finite_differences) {
    std::set<op> kinds;
    const auto check = [&](const char *what, auto function) { expect_second_order(what, function, kinds); };
    check("add", [](auto x, auto y, auto) { return x + y; });
    check("subtract", [](auto x, auto y, auto) { return x - y; });
    check("multiply", [](auto x, auto y, auto) { return x * y; });
    check("divide", [](auto x, auto y, auto) { return x / y; });
    check("minimum", [](auto x, auto y, auto) { return min(x * y, y); });
    check("maximum", [](auto x, auto y, auto) { return max(x * y, y); });
    check("pow", [](auto x, auto y, auto) { return pow(x, y); });
    check("select", [](auto x, auto y, auto) { return select(x < y, x * x, x * y); });
    check("reduce_sum", [](auto x, auto y, auto) { return sum<1>(x * y); });
    check("mean", [](auto x, auto y, auto) { return mean<0>(x * y); });
    check("reduce_product", [](auto x, auto, auto) { return product<0>(x); });
    check("reduce_max", [](auto x, auto y, auto) { return reduce_max<1>(x * y); });
    check("reduce_min", [](auto x, auto y, auto) { return reduce_min<0>(x * y); });
    check("contraction", [](auto x, auto y, auto) { return einsum<"ij,kj->ik">(x, y); });
    check("contraction, batched", [](auto x, auto y, auto) { return einsum<"ij,ij->i">(x, y * y); });
    check("reshape", [](auto x, auto y, auto) { return reshape<2, 6>(x * y); });
    check("permute", [](auto x, auto y, auto) { return permute<1, 0>(x) * transpose(y); });
    check("broadcast", [](auto x, auto y, auto) { return broadcast_to<2, 3, 4>(x) * y; });
    check("pad", [](auto x, auto y, auto) { return pad<1, 2, 1, 1>(x, 0.5) * pad<1, 1, 2, 1>(y); });
    check("slice", [](auto x, auto y, auto) { return slice<1, 0, axis_end, 2>(x) * slice<1, 1, axis_end, 2>(y); });
    check("reverse", [](auto x, auto y, auto) { return reverse<0, 1>(x) * y; });
    check("concat", [](auto x, auto y, auto) { return concat<0>(x, x * y); });
    check("stack", [](auto x, auto y, auto) { return stack<1>(x * y, y); });
    check("shift", [](auto x, auto y, auto) { return shift<0, 1>(x) * y; });
    check("tril", [](auto x, auto y, auto) { return tril(x) * triu<1>(y) + x; });
    check("cumulative_sum", [](auto x, auto y, auto) { return cumulative_sum<1>(x) * reverse_cumulative_sum<0>(y); });
    check("gather", [](auto x, auto y, auto i) { return gather<0>(x, i) * y; });
    check("pick", [](auto x, auto y, auto i) { return pick(x * y, i); });
    check("scatter_add", [](auto x, auto y, auto i) { return scatter_add<5>(i, x * y); });
    using enum op;
    for (const op kind : {add,
                          subtract,
                          multiply,
                          divide,
                          minimum,
                          maximum,
                          pow,
                          select,
                          reduce_sum,
                          reduce_product,
                          reduce_max,
                          reduce_min,
                          contraction,
                          reshape,
                          permute,
                          broadcast,
                          graph::op::pad,
                          graph::op::slice,
                          graph::op::reverse,
                          graph::op::gather,
                          graph::op::scatter_add})
        EXPECT_TRUE(kinds.contains(kind)) << graph::info(kind).name;
}

TEST(own_pieces, ten_steps_of_a_rule_an_activation_and_a_loss_of_ones_own_agree_with_pytorch) {
    static constexpr graph::table_view table = graph_of<own_pieces>();
    const json golden = read_golden("second_order.json");
    const auto narrow = [](const json &j) {
        const tensor wide = to_tensor(j);
        return tensor(f32, wide.dims(), wide.values());
    };
    int runs = 0;
    for (const json &run : golden.at("runs")) {
        if (run.at("name") != "own") continue;
        ++runs;
        reference::tensors variables;
        for (const auto &[name, value] : golden.at("start").items()) {
            variables.emplace(name, narrow(value));
            variables.emplace(name + ".lion", tensor(f32, to_tensor(value).dims()));
        }
        const reference::tensors inputs = {{"x", narrow(golden.at("x"))},
                                           {"target", narrow(golden.at("target"))},
                                           {"rate", tensor::scalar(f32, run.at("rate"))}};
        for (std::size_t step = 0; step < 10; ++step) {
            const auto result = run_entry(table, reference::entry_of(table, "train"), variables, inputs, six_rows());
            EXPECT_NEAR(result.metrics.at("loss").mean(), run.at("losses").at(step).get<double>(), 1e-5) << step;
            EXPECT_NEAR(result.metrics.at("hits").mean(), run.at("hits").at(step).get<double>(), 1e-12) << step;
        }
        for (const auto &[name, end] : run.at("end").items()) expect_near(variables.at(name), narrow(end), 1e-5, name);
    }
    EXPECT_EQ(runs, 1);
}

}  // namespace
}  // namespace sylvite::test
