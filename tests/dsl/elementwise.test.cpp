// Elementwise operations: values, NaN and infinity, gradients by finite differences, broadcasting.
#include "support.hpp"

#include <limits>

namespace {

using namespace sylvite;
using namespace sylvite::test;

const std::vector<reference::dimensions> odd_shapes = {
    {}, {1}, {7}, {3, 5}, {1, 1, 1}, {2, 3, 1, 5}, {2, 1, 3, 1, 2}, {2, 1, 3, 2, 1, 2}};
const double nan = std::numeric_limits<double>::quiet_NaN();
const double infinity = std::numeric_limits<double>::infinity();

/// Operations of one or two operands within a region in which they are smooth.
struct smooth_case {
    op kind;
    reference::region where;
};
template <op Operation>
void add_cases(std::vector<smooth_case> &to) {
    for (const reference::region &r : reference::element<Operation>.smooth) to.push_back({Operation, r});
}
const std::vector<smooth_case> unary_cases = [] {
    std::vector<smooth_case> cases;
#define SYLVITE_UNARY(name, ...) add_cases<op::name>(cases);
#include <sylvite/dsl/graph/operations.def>
    return cases;
}();
const std::vector<smooth_case> binary_cases = [] {
    std::vector<smooth_case> cases;
#define SYLVITE_BINARY(name, ...) add_cases<op::name>(cases);
#include <sylvite/dsl/graph/operations.def>
    return cases;
}();

// The functions of the language, called as users call them: operations.def and dsl/expr/elementwise.hpp agree.
template <class E>
constexpr void call_all(const E &x) {
#define SYLVITE_UNARY_FUNCTION(name, ...) (void)name(x);
#define SYLVITE_BINARY_FUNCTION(name, call, ...) (void)call(x, x);
#include <sylvite/dsl/graph/operations.def>
}
TEST(elementwise, every_function_of_the_table_is_one_of_the_language) {
    bench t;
    call_all(expr<shape_type<3>, f32>(t.b, t.leaf(f32, {3}, {1, 2, 3})));
    for (unsigned k = 0; k < static_cast<unsigned>(op::count_); ++k) {
        const graph::op_info &what = graph::info(static_cast<op>(k));
        if (what.kind != graph::op_class::elementwise || what.operands != graph::operand_types::floats) continue;
        bool is_called = static_cast<op>(k) == op::divide;
        for (const graph::node &n : t.b.table().nodes) is_called = is_called || n.kind == static_cast<op>(k);
        EXPECT_TRUE(is_called) << what.name;
    }
}

TEST(elementwise, every_operation_with_a_derivative_is_smooth_somewhere) {
    for (unsigned k = 0; k < static_cast<unsigned>(op::count_); ++k) {
        const auto kind = static_cast<op>(k);
        if (graph::info(kind).kind != graph::op_class::elementwise || kind == op::cast || kind == op::select) continue;
        bool is_tested = false;
        for (const auto &cases : {unary_cases, binary_cases})
            for (const smooth_case &c : cases) is_tested = is_tested || c.kind == kind;
        EXPECT_EQ(graph::grad::rule_of(kind) != graph::grad::has_none, is_tested) << graph::info(kind).name;
    }
}

TEST(elementwise, gradients_of_unary_operations_match_finite_differences) {
    for (const smooth_case &c : unary_cases)
        for (const auto &dims : odd_shapes) {
            bench t;
            random_numbers random(5);
            const node_id x = t.leaf(random.uniform(f64, dims, c.where.low, c.where.high));
            expect_gradient(t, weighted_sum(t, graph::unary(t.b, c.kind, x)), {x}, graph::info(c.kind).name);
        }
}

TEST(elementwise, second_order_of_unary_operations_matches_finite_differences) {
    for (const smooth_case &c : unary_cases) {
        if (c.kind == op::negate || c.kind == op::relu || c.kind == op::abs) continue;  // constant gradients
        bench t;
        random_numbers random(15);
        const node_id x = t.leaf(random.uniform(f64, {3, 5}, c.where.low, c.where.high));
        node_id first = graph::no_node;
        graph::differentiate(t.b, weighted_sum(t, graph::unary(t.b, c.kind, x)), {&x, 1}, {&first, 1});
        expect_gradient(t, weighted_sum(t, first), {x}, std::string("gradient of ") + graph::info(c.kind).name, 2e-6);
    }
}

TEST(elementwise, nothing_flows_through_floor) {
    bench t;
    const node_id x = t.leaf(f64, {5}, {-1.5, -1, -0.0, 0.5, 2.9});
    const node_id y = graph::unary(t.b, op::floor, x);
    EXPECT_EQ(t.value(y).values(), (std::vector<double>{-2, -1, 0, 0, 2}));
    node_id gradient = x;
    graph::differentiate(t.b, weighted_sum(t, y), {&x, 1}, {&gradient, 1});
    EXPECT_EQ(gradient, graph::no_node);
}

TEST(elementwise, functions_of_integers_are_refused) {
    bench t;
    const node_id x = t.leaf(i32, {2}, {1, 2});
    for (unsigned k = 0; k < static_cast<unsigned>(op::count_); ++k) {
        const auto kind = static_cast<op>(k);
        const graph::op_info &what = graph::info(kind);
        if (what.kind != graph::op_class::elementwise || what.operands != graph::operand_types::floats) continue;
        EXPECT_THROW((void)(what.arity == 1 ? graph::unary(t.b, kind, x) : graph::binary(t.b, kind, x, x)), graph_error)
            << what.name;
    }
}

TEST(elementwise, gradients_of_binary_operations_match_finite_differences) {
    for (const smooth_case &c : binary_cases)
        for (const auto &dims : odd_shapes) {
            bench t;
            random_numbers random(6);
            const node_id x = t.leaf(random.uniform(f64, dims, c.where.low, c.where.high));
            const node_id y = t.leaf(random.uniform(f64, dims, c.where.second_low, c.where.second_high));
            expect_gradient(t, weighted_sum(t, graph::binary(t.b, c.kind, x, y)), {x, y}, graph::info(c.kind).name);
        }
}

TEST(elementwise, second_order_of_functions_of_two_operands_matches_finite_differences) {
    for (const smooth_case &c : binary_cases) {
        if (graph::info(c.kind).operands != graph::operand_types::floats) continue;
        bench t;
        random_numbers random(16);
        const node_id x = t.leaf(random.uniform(f64, {3, 5}, c.where.low, c.where.high));
        const node_id y = t.leaf(random.uniform(f64, {3, 5}, c.where.second_low, c.where.second_high));
        const node_id leaves[] = {x, y};
        node_id first[2];
        graph::differentiate(t.b, weighted_sum(t, graph::binary(t.b, c.kind, x, y)), leaves, first);
        const node_id both = graph::binary(t.b, op::multiply, first[0], first[1]);
        expect_gradient(t, weighted_sum(t, both), {x, y}, std::string("gradient of ") + graph::info(c.kind).name, 2e-6);
    }
}

TEST(elementwise, gradients_of_broadcast_operands_match_finite_differences) {
    const std::pair<reference::dimensions, reference::dimensions> forms[] = {
        {{}, {3, 5}},        {{5}, {3, 5}},       {{3, 1}, {3, 5}},          {{1, 5}, {3, 1}},
        {{3, 5}, {1, 1}},    {{1}, {}},           {{2, 1, 3}, {4, 1}},       {{1, 3, 1, 2}, {2, 1, 5, 1}},
        {{7, 1, 1}, {1, 2}}, {{2, 1, 1, 3}, {3}}, {{2, 1, 3, 1, 1, 2}, {2}}, {{1, 1}, {1, 1, 1}}};
    for (const auto &[left, right] : forms)
        for (const op kind : {op::add, op::subtract, op::multiply, op::divide, op::minimum, op::maximum}) {
            bench t;
            random_numbers random(7);
            const node_id x = t.leaf(random.uniform(f64, left, -2, 2)), y = t.leaf(random.uniform(f64, right, 0.5, 2));
            expect_gradient(t, weighted_sum(t, graph::binary(t.b, kind, x, y)), {x, y}, graph::info(kind).name);
        }
}

TEST(elementwise, broadcasting_aligns_the_last_axes) {
    bench t;
    const node_id column = t.leaf(f32, {3, 1}, {10, 20, 30}), row = t.leaf(f32, {2}, {1, 2});
    const tensor sum = t.value(graph::binary(t.b, op::add, column, row));
    EXPECT_EQ(sum.dims(), (reference::dimensions{3, 2}));
    EXPECT_EQ(sum.values(), (std::vector<double>{11, 12, 21, 22, 31, 32}));
}

TEST(elementwise, select_passes_the_gradient_to_the_chosen_side) {
    for (const auto &dims : odd_shapes) {
        bench t;
        random_numbers random(8);
        tensor condition(boolean, dims);
        for (std::size_t i = 0; i < condition.size(); ++i) condition.set(i, i % 3 == 0 ? 1 : 0);
        const node_id c = t.leaf(condition);
        const node_id x = t.leaf(random.uniform(f64, dims, -2, 2)), y = t.leaf(random.uniform(f64, {}, -2, 2));
        const node_id chosen = graph::select(t.b, c, graph::unary(t.b, op::exp, x), y);
        expect_gradient(t, weighted_sum(t, chosen), dims.empty() ? std::vector{x} : std::vector{x, y}, "select");
    }
}

TEST(elementwise, casts_between_floats_pass_the_gradient) {
    bench t;
    random_numbers random(9);
    const node_id x = t.leaf(random.uniform(f32, {3, 5}, -2, 2));
    const node_id square = graph::binary(t.b, op::multiply, graph::cast(t.b, x, f64), graph::cast(t.b, x, f64));
    const node_id loss = graph::reduce(t.b, op::reduce_sum, square, 3);
    node_id gradient = graph::no_node;
    graph::differentiate(t.b, loss, {&x, 1}, {&gradient, 1});
    ASSERT_EQ(t.b[gradient].type, f32);
    for (std::size_t i = 0; i < 15; ++i) EXPECT_NEAR(t.value(gradient)[i], 2 * t.given(x)[i], 1e-6);
}

TEST(elementwise, values_at_the_edges) {
    const std::vector<double> edges = {nan, infinity, -infinity, 0, -2, 3};
    const std::pair<op, std::vector<double>> expected[] = {
        {op::negate, {nan, -infinity, infinity, 0, 2, -3}},
        {op::exp, {nan, infinity, 0, 1, std::exp(-2.), std::exp(3.)}},
        {op::expm1, {nan, infinity, -1, 0, std::expm1(-2.), std::expm1(3.)}},
        {op::log, {nan, infinity, nan, -infinity, nan, std::log(3.)}},
        {op::log1p, {nan, infinity, nan, 0, nan, std::log(4.)}},
        {op::sqrt, {nan, infinity, nan, 0, nan, std::sqrt(3.)}},
        {op::rsqrt, {nan, 0, nan, infinity, nan, 1 / std::sqrt(3.)}},
        {op::sin, {nan, nan, nan, 0, std::sin(-2.), std::sin(3.)}},
        {op::cos, {nan, nan, nan, 1, std::cos(-2.), std::cos(3.)}},
        {op::tanh, {nan, 1, -1, 0, std::tanh(-2.), std::tanh(3.)}},
        {op::sigmoid, {nan, 1, 0, 0.5, 1 / (1 + std::exp(2.)), 1 / (1 + std::exp(-3.))}},
        {op::erf, {nan, 1, -1, 0, std::erf(-2.), std::erf(3.)}},
        {op::ndtr, {nan, 1, 0, 0.5, std::erfc(std::sqrt(2.)) / 2, std::erfc(-3 / std::sqrt(2.)) / 2}},
        {op::floor, {nan, infinity, -infinity, 0, -2, 3}},
        {op::relu, {nan, infinity, 0, 0, 0, 3}},
        {op::abs, {nan, infinity, infinity, 0, 2, 3}},
        {op::sign, {nan, 1, -1, 0, -1, 1}},
        {op::is_nan, {1, 0, 0, 0, 0, 0}},
    };
    for (const dtype type : {f32, f64})
        for (const auto &[kind, values] : expected) {
            bench t;
            const node_id y = graph::unary(t.b, kind, t.leaf(type, {6}, edges));
            expect_near(t.value(y), tensor(t.b[y].type, {6}, values), 1e-7, graph::info(kind).name);
        }
}

TEST(elementwise, minimum_and_maximum_propagate_nan_from_either_side) {
    for (const op kind : {op::minimum, op::maximum}) {
        bench t;
        const node_id x = t.leaf(f32, {4}, {nan, 1, nan, 2}), y = t.leaf(f32, {4}, {1, nan, nan, 3});
        expect_near(t.value(graph::binary(t.b, kind, x, y)),
                    tensor(f32, {4}, {nan, nan, nan, kind == op::minimum ? 2. : 3.}), 0, graph::info(kind).name);
    }
}

TEST(elementwise, comparisons_with_nan_are_false_except_not_equal) {
    bench t;
    const node_id x = t.leaf(f64, {4}, {nan, 1, nan, 2}), y = t.leaf(f64, {4}, {1, nan, nan, 2});
    const auto values = [&](op kind) { return t.value(graph::binary(t.b, kind, x, y)).values(); };
    EXPECT_EQ(values(op::less), (std::vector<double>{0, 0, 0, 0}));
    EXPECT_EQ(values(op::less_equal), (std::vector<double>{0, 0, 0, 1}));
    EXPECT_EQ(values(op::equal), (std::vector<double>{0, 0, 0, 1}));
    EXPECT_EQ(values(op::not_equal), (std::vector<double>{1, 1, 1, 0}));
}

TEST(elementwise, logic_and_conversion) {
    bench t;
    const node_id a = t.leaf(boolean, {4}, {0, 0, 1, 1}), b = t.leaf(boolean, {4}, {0, 1, 0, 1});
    EXPECT_EQ(t.value(graph::binary(t.b, op::logical_and, a, b)).values(), (std::vector<double>{0, 0, 0, 1}));
    EXPECT_EQ(t.value(graph::binary(t.b, op::logical_or, a, b)).values(), (std::vector<double>{0, 1, 1, 1}));
    EXPECT_EQ(t.value(graph::unary(t.b, op::logical_not, a)).values(), (std::vector<double>{1, 1, 0, 0}));
    EXPECT_EQ(t.value(graph::binary(t.b, op::not_equal, a, b)).values(), (std::vector<double>{0, 1, 1, 0}));
    const node_id x = t.leaf(f32, {4}, {-1.9, 0, 1.9, nan});
    EXPECT_EQ(t.value(graph::cast(t.b, x, boolean)).values(), (std::vector<double>{1, 0, 1, 1}));
    EXPECT_EQ(t.value(graph::cast(t.b, x, i32)).values(), (std::vector<double>{-1, 0, 1, 0}));
    EXPECT_EQ(t.value(graph::cast(t.b, a, f64)).values(), (std::vector<double>{0, 0, 1, 1}));
}

TEST(elementwise, integers_wrap_around) {
    bench t;
    const node_id x = t.leaf(i32, {2}, {2147483647, -2147483648.0}), y = t.leaf(i32, {2}, {65537, 3});
    EXPECT_EQ(t.value(graph::with_literal(t.b, op::add, x, 1)).values(),
              (std::vector<double>{-2147483648.0, -2147483647}));
    EXPECT_EQ(t.value(graph::binary(t.b, op::multiply, x, y)).values(),
              (std::vector<double>{2147418111, -2147483648.0}));
}

TEST(elementwise, results_of_f32_are_rounded_to_f32) {
    bench t;
    const node_id x = t.leaf(f32, {1}, {16777216});
    EXPECT_EQ(t.value(graph::with_literal(t.b, op::add, x, 1))[0], 16777216);
}

TEST(elementwise, a_tie_gives_half_the_gradient_to_each_operand) {
    for (const op kind : {op::minimum, op::maximum}) {
        bench t;
        const node_id x = t.leaf(f64, {3}, {1, 2, 3}), y = t.leaf(f64, {3}, {1, 5, 0});
        const node_id leaves[] = {x, y};
        node_id gradients[2];
        graph::differentiate(t.b, graph::reduce(t.b, op::reduce_sum, graph::binary(t.b, kind, x, y), 1), leaves,
                             gradients);
        const double middle = kind == op::minimum ? 1 : 0;
        EXPECT_EQ(t.value(gradients[0]).values(), (std::vector<double>{0.5, middle, 1 - middle}));
        EXPECT_EQ(t.value(gradients[1]).values(), (std::vector<double>{0.5, 1 - middle, middle}));
    }
}

TEST(elementwise, a_poisoned_value_poisons_the_gradient_of_relu) {
    bench t;
    const node_id x = t.leaf(f32, {3}, {nan, -1, 2});
    const node_id loss = weighted_sum(t, graph::binary(t.b, op::multiply, graph::unary(t.b, op::relu, x), x));
    node_id gradient = graph::no_node;
    graph::differentiate(t.b, loss, {&x, 1}, {&gradient, 1});
    const tensor g = t.value(gradient);
    EXPECT_TRUE(std::isnan(g[0]));
    EXPECT_EQ(g[1], 0);
    EXPECT_GT(g[2], 0);
}

}  // namespace
