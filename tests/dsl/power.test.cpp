// Powers: special values, gradients at bases of 0 and below, exponents that are literals, second order.
#include "support.hpp"

#include <limits>

namespace {

using namespace sylvite;
using namespace sylvite::test;

const double nan = std::numeric_limits<double>::quiet_NaN();
const double infinity = std::numeric_limits<double>::infinity();

std::vector<tensor> gradients_of_sum(bench &t, node_id y, const std::vector<node_id> &leaves) {
    std::vector<node_id> gradients(leaves.size());
    graph::differentiate(t.b, graph::reduce(t.b, op::reduce_sum, y, graph::all_axes(t.b.dims(y))), leaves, gradients);
    std::vector<tensor> values;
    for (const node_id g : gradients) values.push_back(t.value(g));
    return values;
}

TEST(power, gradients_of_both_operands_match_finite_differences) {
    const std::pair<reference::dimensions, reference::dimensions> forms[] = {
        {{}, {}}, {{1}, {1}}, {{7}, {7}}, {{3, 5}, {5}}, {{3, 1}, {1, 5}}, {{2, 1, 3}, {4, 1}}, {{}, {2, 1, 3}}};
    for (const auto &[left, right] : forms) {
        bench t;
        random_numbers random(11);
        const node_id x = t.leaf(random.uniform(f64, left, 0.3, 2.5)), y = t.leaf(random.uniform(f64, right, -2, 2));
        expect_gradient(t, weighted_sum(t, graph::binary(t.b, op::pow, x, y)), {x, y}, "pow");
    }
}

TEST(power, gradients_of_literal_exponents_match_finite_differences) {
    for (const double exponent : {1., 2., 3., -1., -2., 0.5, -0.5, 1.5, 4., 2.7, -3., -0.3})
        for (const reference::dimensions &dims : {reference::dimensions{}, {7}, {2, 1, 3}}) {
            bench t;
            random_numbers random(12);
            const node_id x = t.leaf(random.uniform(f64, dims, 0.4, 2));
            const node_id y = graph::with_literal(t.b, op::pow, x, exponent);
            expect_gradient(t, weighted_sum(t, y), {x}, "exponent " + std::to_string(exponent));
        }
}

TEST(power, a_negative_base_takes_integers) {
    for (const double exponent : {1., 2., 3., 4., 5., -1., -2., -3.}) {
        bench t;
        random_numbers random(13);
        const node_id x = t.leaf(random.uniform(f64, {5}, -2, -0.4));
        const node_id constant = graph::with_literal(t.b, op::pow, x, exponent);
        expect_gradient(t, weighted_sum(t, constant), {x}, "literal " + std::to_string(exponent));
        const node_id e = t.leaf(f64, {}, {exponent});
        expect_gradient(t, weighted_sum(t, graph::binary(t.b, op::pow, x, e)), {x},
                        "exponent " + std::to_string(exponent));
    }
    bench t;
    const node_id y = graph::with_literal(t.b, op::pow, t.leaf(f64, {2}, {-2, 2}), 1.5);
    EXPECT_TRUE(std::isnan(t.value(y)[0]));
    EXPECT_NEAR(t.value(y)[1], std::sqrt(8.), 1e-15);
}

TEST(power, special_values_are_those_of_c) {
    const std::vector<double> bases = {nan, nan, 1, 0., 0., -0., -0., -8, infinity, -infinity, -infinity, 0.5, 2, -1};
    const std::vector<double> exponents = {0,      2,   nan, -2,       3,        -3,        3,
                                           1. / 3, 0.5, 3,   infinity, infinity, -infinity, infinity};
    const std::vector<double> expected = {1,   nan,      1,         infinity, 0, -infinity, -0.,
                                          nan, infinity, -infinity, infinity, 0, 0,         1};
    for (const dtype type : {f32, f64}) {
        bench t;
        const node_id y = graph::binary(t.b, op::pow, t.leaf(type, {14}, bases), t.leaf(type, {14}, exponents));
        expect_near(t.value(y), tensor(type, {14}, expected), 0, "pow");
        EXPECT_TRUE(std::signbit(t.value(y)[6]));
    }
}

TEST(power, gradients_at_a_base_of_zero_are_finite_where_they_exist) {
    bench t;
    const node_id x = t.leaf(f64, {6}, {0, 0, 0, 0, 0, 0}), e = t.leaf(f64, {6}, {0, 1, 1.5, 2, 3, 0.5});
    const auto found = gradients_of_sum(t, graph::binary(t.b, op::pow, x, e), {x, e});
    expect_near(found[0], tensor(f64, {6}, {0, 1, 0, 0, 0, infinity}), 0, "base");
    expect_near(found[1], tensor(f64, {6}, {0, 0, 0, 0, 0, 0}), 0, "exponent");
    for (const double exponent : {1., 2., 3., 4., 1.5}) {
        bench u;
        const node_id z = u.leaf(f64, {3}, {0, 1, 2});
        const tensor g = gradients_of_sum(u, graph::with_literal(u.b, op::pow, z, exponent), {z})[0];
        const double at_zero = exponent == 1 ? 1 : 0;
        expect_near(g, tensor(f64, {3}, {at_zero, exponent, exponent * std::pow(2, exponent - 1)}), 1e-15, "literal");
    }
}

TEST(power, an_exponent_of_zero_is_constant_whatever_the_base) {
    for (const bool literal : {true, false}) {
        bench t;
        const node_id x = t.leaf(f64, {4}, {0, -2, nan, infinity});
        const node_id y = literal ? graph::with_literal(t.b, op::pow, x, 0)
                                  : graph::binary(t.b, op::pow, x, t.leaf(f64, {4}, {0, 0, 0, 0}));
        EXPECT_EQ(t.value(y).values(), (std::vector<double>{1, 1, 1, 1}));
        if (literal) continue;  // the node is a literal: nothing flows
        EXPECT_EQ(gradients_of_sum(t, y, {x})[0][0], 0);
    }
}

TEST(power, second_order_matches_finite_differences) {
    bench t;
    random_numbers random(14);
    const node_id x = t.leaf(random.uniform(f64, {3, 5}, 0.4, 2)), y = t.leaf(random.uniform(f64, {5}, -2, 2));
    const node_id leaves[] = {x, y};
    node_id first[2];
    graph::differentiate(t.b, weighted_sum(t, graph::binary(t.b, op::pow, x, y)), leaves, first);
    expect_gradient(t, weighted_sum(t, first[0]), {x, y}, "gradient of the base", 1e-6);
    expect_gradient(t, weighted_sum(t, first[1]), {x, y}, "gradient of the exponent", 1e-6);
}

TEST(power, second_order_of_integer_exponents_holds_at_zero_and_below) {
    for (const double exponent : {2., 3., 4., 5.})
        for (const bool literal : {true, false}) {
            bench t;
            const node_id x = t.leaf(f64, {5}, {0, -1.5, 2, -0.3, 0.7});
            const node_id y = graph::binary(
                t.b, op::pow, x, literal ? graph::constant(t.b, f64, exponent) : t.leaf(f64, {}, {exponent}));
            node_id first = graph::no_node;
            graph::differentiate(t.b, weighted_sum(t, y), {&x, 1}, {&first, 1});
            expect_gradient(t, weighted_sum(t, first), {x}, "exponent " + std::to_string(exponent), 1e-6);
        }
}

TEST(power, second_order_with_an_exponent_of_zero) {
    bench t;
    const node_id x = t.leaf(f64, {3}, {0.5, 2, -1.5}), y = t.leaf(f64, {3}, {0, 0, 0});
    const node_id leaves[] = {x, y};
    node_id first = graph::no_node, mixed[2];
    graph::differentiate(t.b, graph::reduce(t.b, op::reduce_sum, graph::binary(t.b, op::pow, x, y), 1), {&x, 1},
                         {&first, 1});
    graph::differentiate(t.b, graph::reduce(t.b, op::reduce_sum, first, 1), leaves, mixed);
    EXPECT_EQ(t.value(mixed[0]).values(), (std::vector<double>{0, 0, 0}));
    EXPECT_EQ(t.value(mixed[1])[0], 2);  // d/dy y x^(y-1) = 1 / x at y = 0
    EXPECT_EQ(t.value(mixed[1])[1], 0.5);
}

}  // namespace
