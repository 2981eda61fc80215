// A gradient penalty and a product with a Hessian, by finite differences and against PyTorch; pieces that a user wrote.
// The same through compiled kernels: tests/networks/second_order.test.cpp.
#include "../networks/second_order.hpp"
#include "../networks/own_pieces.hpp"

#include "golden_file.hpp"
#include "support.hpp"

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
