// Recurrence: values against the steps written out, gradients of first and second order against finite differences.
#include "support.hpp"

namespace {

using namespace sylvite;
using namespace sylvite::test;

template <auto... Dims>
using f64_expr = expr<shape_type<Dims...>, f64>;

template <auto... Dims>
f64_expr<Dims...> leaf(bench &t, std::uint64_t seed) {
    random_numbers random(seed);
    return {t.b, t.leaf(random.uniform(f64, {Dims...}, -0.8, 0.8))};
}

constexpr auto tanh_cell(const auto &w, const auto &u, const auto &b) {
    return [&](auto h, auto x) {
        const auto next = tanh(einsum<"nf,hf->nh">(x, w) + einsum<"nk,hk->nh">(h, u) + b);
        return std::pair(next, next);
    };
}

template <std::int64_t Steps>
void expect_tanh_network(bool backwards) {
    bench t;
    const auto x = leaf<3, Steps, 5>(t, 1);
    const auto h = leaf<3, 7>(t, 2);
    const auto w = leaf<7, 5>(t, 3);
    const auto u = leaf<7, 7>(t, 4);
    const auto b = leaf<7>(t, 5);
    const auto [end, all] = scan<1>({.backwards = backwards}, tanh_cell(w, u, b), h, x);
    static_assert(std::remove_cvref_t<decltype(all)>::static_shape == f64_expr<3, Steps, 7>::static_shape);
    // the steps written out
    auto state = h;
    std::vector<tensor> expected(Steps);
    for (std::int64_t i = 0; i < Steps; ++i) {
        const std::int64_t s = backwards ? Steps - 1 - i : i;
        const graph::slice_range rows[] = {{0, 3, 1}, {s, s + 1, 1}, {0, 5, 1}};
        const f64_expr<3, 5> x_t(t.b, graph::reshape(t.b, graph::slice(t.b, x.id(), rows), fixed({3, 5})));
        state = tanh_cell(w, u, b)(state, x_t).first;
        expected[static_cast<std::size_t>(s)] = t.value(state.id());
    }
    expect_near(t.value(end.id()), t.value(state.id()), 1e-12, "last");
    const tensor found = t.value(all.id());
    for (std::size_t n = 0; n < 3; ++n)
        for (std::size_t s = 0; s < Steps; ++s)
            for (std::size_t k = 0; k < 7; ++k)
                EXPECT_NEAR(found[(n * Steps + s) * 7 + k], expected[s][n * 7 + k], 1e-12);
    const node_id loss = graph::binary(t.b, op::add, weighted_sum(t, all.id()), weighted_sum(t, end.id()));
    expect_gradient(t, loss, {x.id(), h.id(), w.id(), u.id(), b.id()}, "tanh");
}

TEST(scan, is_its_steps_written_out) {
    expect_tanh_network<1>(false);
    expect_tanh_network<6>(false);
    expect_tanh_network<5>(true);
}

TEST(scan, has_gradients_of_gradients) {
    bench t;
    const auto x = leaf<4, 2, 3>(t, 1);
    const auto h = leaf<2, 3>(t, 2);
    const auto u = leaf<3, 3>(t, 3);
    const auto cell = [&](auto carry, auto e) {
        const auto next = tanh(matmul(carry, u) * e);
        return std::pair(next, carry * e);
    };
    const auto [end, all] = scan(cell, h, x);
    const node_id loss = graph::binary(t.b, op::add, weighted_sum(t, all.id()), weighted_sum(t, end.id()));
    const node_id wanted[] = {x.id(), h.id(), u.id()};
    node_id gradients[3];
    graph::differentiate(t.b, loss, wanted, gradients);
    node_id second = weighted_sum(t, gradients[0]);
    for (int k = 1; k < 3; ++k) second = graph::binary(t.b, op::add, second, weighted_sum(t, gradients[k]));
    expect_gradient(t, second, {x.id(), h.id(), u.id()}, "second order", 1e-6);
}

TEST(scan, carries_several_values) {
    bench t;
    const auto x = leaf<4, 2, 3>(t, 1);
    const auto y = leaf<4, 3>(t, 6);
    const auto h = leaf<2, 3>(t, 2);
    const auto scale = leaf<3>(t, 3);
    const expr<shape_type<2, 3>, f64> zero(t.b, graph::broadcast_to(t.b, graph::constant(t.b, f64, 0), fixed({2, 3})));
    const auto cell = [&](auto carry, auto e, auto f) {
        const auto [a, b] = carry;
        const auto next = tanh(a * scale + b * e);
        return std::pair(std::tuple(b + next * f, next), std::tuple(a * b, sum<1>(next)));
    };
    const auto result = scan(cell, std::tuple(zero, h), x, y);
    const auto [a, b] = result.outputs;
    node_id loss = graph::binary(t.b, op::add, weighted_sum(t, a.id()), weighted_sum(t, b.id()));
    loss = graph::binary(t.b, op::add, loss, weighted_sum(t, std::get<0>(result.carry).id()));
    expect_gradient(t, loss, {x.id(), y.id(), h.id(), scale.id()}, "two carries");
}

TEST(scan, stands_within_a_scan) {
    bench t;
    const auto x = leaf<4, 4, 3>(t, 1);  // as many steps inside as outside
    const auto h = leaf<3>(t, 2);
    const auto u = leaf<3>(t, 3);
    const auto outer = [&](auto carry, auto rows) {
        const auto inner = [&](auto c, auto row) {
            const auto next = tanh(c * u + row * carry);
            return std::pair(next, next * row);
        };
        const auto [end, all] = scan(inner, carry * carry, rows);
        return std::pair(end + sum<0>(all), all);
    };
    const auto [end, all] = scan(outer, h, x);
    const node_id loss = graph::binary(t.b, op::add, weighted_sum(t, all.id()), weighted_sum(t, end.id()));
    expect_gradient(t, loss, {x.id(), h.id(), u.id()}, "nested");
}

TEST(scan, may_use_the_results_of_one_that_is_equal) {
    bench t;
    const auto x = leaf<4, 3>(t, 1);
    const auto h = leaf<3>(t, 2);
    const auto [end, all] = scan([](auto c, auto e) { return std::pair(tanh(c + e), c * e); }, h, x);
    const auto &first = end;
    const auto second = scan([&](auto c, auto e) { return std::pair(tanh(c + e), c * first); }, h, x);
    const node_id loss = graph::binary(t.b, op::add, weighted_sum(t, second.outputs.id()), weighted_sum(t, all.id()));
    expect_gradient(t, loss, {x.id(), h.id()}, "equal loops");
}

TEST(scan, of_a_sequence_alone_has_gradients_of_gradients) {
    bench t;
    const auto x = leaf<4, 3>(t, 1);
    const auto w = leaf<3>(t, 3);
    const expr<shape_type<>, f64> count(t.b, graph::constant(t.b, f64, 0));
    const auto result = scan([&](auto c, auto e) { return std::pair(c + 1, tanh(e * w) * e); }, count, x);
    const node_id wanted[] = {x.id(), w.id()};
    node_id gradients[2];
    graph::differentiate(t.b, weighted_sum(t, result.outputs.id()), wanted, gradients);
    const node_id second = graph::binary(t.b, op::add, weighted_sum(t, gradients[0]), weighted_sum(t, gradients[1]));
    expect_gradient(t, second, {x.id(), w.id()}, "second order", 1e-6);
}

TEST(scan, of_a_thousand_steps_has_as_many_nodes_as_of_ten) {
    const auto nodes = []<std::int64_t Steps>(std::integral_constant<std::int64_t, Steps>) {
        bench t;
        const auto x = leaf<Steps, 2>(t, 1);
        const auto h = leaf<2>(t, 2);
        const auto u = leaf<2>(t, 3);
        const auto [end, all] = scan([&](auto c, auto e) { return std::pair(tanh(c * u + e), c); }, h, x);
        node_id gradient = graph::no_node;
        const node_id wanted = u.id();
        graph::differentiate(t.b, weighted_sum(t, end.id()), {&wanted, 1}, {&gradient, 1});
        return t.b.size();
    };
    EXPECT_EQ(nodes(std::integral_constant<std::int64_t, 1000>{}), nodes(std::integral_constant<std::int64_t, 10>{}));
}

}  // namespace
