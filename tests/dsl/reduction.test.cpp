// Reductions over any axes: values, ties and NaN, gradients, run-time extents.
#include "support.hpp"

#include <limits>

namespace {

using namespace sylvite;
using namespace sylvite::test;

const double nan = std::numeric_limits<double>::quiet_NaN();

TEST(reduction, sum_over_middle_axis_adds_along_it_alone) {
    bench t;
    const node_id x = t.leaf(f32, {2, 3, 2}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    const tensor sum = t.value(graph::reduce(t.b, op::reduce_sum, x, 0b010));
    EXPECT_EQ(sum.dims(), (reference::dimensions{2, 2}));
    EXPECT_EQ(sum.values(), (std::vector<double>{9, 12, 27, 30}));
}

TEST(reduction, gradients_over_every_set_of_axes_match_finite_differences) {
    const std::vector<reference::dimensions> shapes = {{1}, {7}, {3, 5}, {2, 1, 3}, {2, 3, 1, 2}, {1, 2, 1, 3, 2, 1}};
    for (const auto &dims : shapes)
        for (unsigned mask = 1; mask < 1u << dims.size(); ++mask)
            for (const int which : {0, 1, 2, 3}) {
                if (dims.size() > 4 && mask % 5 != 0) continue;
                bench t;
                random_numbers random(mask);
                const node_id x = t.leaf(random.uniform(f64, dims, -2, 2));
                const node_id y = which == 0   ? graph::reduce(t.b, op::reduce_sum, x, mask)
                                  : which == 1 ? graph::reduce(t.b, op::reduce_max, x, mask)
                                  : which == 2 ? graph::reduce(t.b, op::reduce_min, x, mask)
                                               : graph::mean(t.b, x, mask);
                expect_gradient(t, weighted_sum(t, graph::unary(t.b, op::tanh, y)), {x},
                                "reduction " + std::to_string(which) + " mask " + std::to_string(mask));
            }
}

TEST(reduction, any_nan_makes_the_result_nan) {
    bench t;
    const node_id x = t.leaf(f32, {3, 3}, {1, nan, 3, 4, 5, 6, -1, -2, -3});
    expect_near(t.value(graph::reduce(t.b, op::reduce_max, x, 0b10)), tensor(f32, {3}, {nan, 6, -1}), 0, "reduce_max");
    expect_near(t.value(graph::reduce(t.b, op::reduce_min, x, 0b10)), tensor(f32, {3}, {nan, 4, -3}), 0, "reduce_min");
    expect_near(t.value(graph::reduce(t.b, op::reduce_sum, x, 0b10)), tensor(f32, {3}, {nan, 15, -6}), 0, "sum");
    expect_near(t.value(graph::reduce(t.b, op::reduce_product, x, 0b10)), tensor(f32, {3}, {nan, 120, -6}), 0,
                "product");
}

TEST(reduction, a_nan_poisons_the_gradient_of_the_extremum_of_its_row) {
    for (const op kind : {op::reduce_max, op::reduce_min}) {
        bench t;
        const node_id x = t.leaf(f32, {2, 3}, {1, nan, 3, 4, 5, 6});
        node_id gradient = graph::no_node;
        const node_id y = graph::reduce(t.b, op::reduce_sum, graph::reduce(t.b, kind, x, 0b10), 1);
        graph::differentiate(t.b, y, {&x, 1}, {&gradient, 1});
        const double low = kind == op::reduce_min ? 1 : 0;
        expect_near(t.value(gradient), tensor(f32, {2, 3}, {nan, nan, nan, low, 0, 1 - low}), 0, "gradient");
    }
}

TEST(reduction, argmax_takes_the_first_of_equal_ones_and_nan_as_the_largest) {
    bench t;
    const node_id x = t.leaf(f32, {4, 3}, {1, 3, 3, nan, 5, nan, 7, nan, 9, -1, -1, -1});
    EXPECT_EQ(t.value(graph::reduce(t.b, op::argmax, x, 0b10)).values(), (std::vector<double>{1, 0, 1, 0}));
    EXPECT_EQ(t.b[graph::reduce(t.b, op::argmax, x, 0b10)].type, i32);
}

TEST(reduction, argmin_takes_the_first_of_equal_ones_and_nan_as_the_smallest) {
    bench t;
    const node_id x = t.leaf(f32, {4, 3}, {3, 1, 1, nan, -5, nan, 7, nan, -9, -1, -1, -1});
    EXPECT_EQ(t.value(graph::reduce(t.b, op::argmin, x, 0b10)).values(), (std::vector<double>{1, 0, 1, 0}));
    EXPECT_EQ(t.b[graph::reduce(t.b, op::argmin, x, 0b10)].type, i32);
    const node_id y = t.leaf(f64, {2, 2, 3}, {1, 2, 3, -9, 5, 6, 0, 1, 2, 3, 4, -10});
    EXPECT_EQ(t.value(graph::reduce(t.b, op::argmin, y, 0b110)).values(), (std::vector<double>{3, 5}));
    EXPECT_EQ(t.value(graph::reduce(t.b, op::argmin, y, 0b111)).values(), (std::vector<double>{11}));
}

TEST(reduction, argmax_over_several_axes_counts_row_major_within_them) {
    bench t;
    const node_id x = t.leaf(f64, {2, 2, 3}, {1, 2, 3, 9, 5, 6, 0, 1, 2, 3, 4, 10});
    EXPECT_EQ(t.value(graph::reduce(t.b, op::argmax, x, 0b110)).values(), (std::vector<double>{3, 5}));
    EXPECT_EQ(t.value(graph::reduce(t.b, op::argmax, x, 0b101)).values(), (std::vector<double>{2, 5}));
    EXPECT_EQ(t.value(graph::reduce(t.b, op::argmax, x, 0b111)).values(), (std::vector<double>{11}));
}

TEST(reduction, equal_largest_elements_share_the_gradient) {
    bench t;
    const node_id x = t.leaf(f64, {2, 4}, {3, 1, 3, 3, 2, 2, 0, 1});
    node_id gradient = graph::no_node;
    const node_id loss = graph::reduce(t.b, op::reduce_sum, graph::reduce(t.b, op::reduce_max, x, 0b10), 1);
    graph::differentiate(t.b, loss, {&x, 1}, {&gradient, 1});
    const double third = 1. / 3;
    expect_near(t.value(gradient), tensor(f64, {2, 4}, {third, 0, third, third, .5, .5, 0, 0}), 1e-15, "reduce_max");
}

TEST(reduction, equal_smallest_elements_share_the_gradient) {
    bench t;
    const node_id x = t.leaf(f64, {2, 4}, {-3, 1, -3, -3, 0, 2, 0, 1});
    node_id gradient = graph::no_node;
    const node_id loss = graph::reduce(t.b, op::reduce_sum, graph::reduce(t.b, op::reduce_min, x, 0b10), 1);
    graph::differentiate(t.b, loss, {&x, 1}, {&gradient, 1});
    const double third = 1. / 3;
    expect_near(t.value(gradient), tensor(f64, {2, 4}, {third, 0, third, third, .5, 0, .5, 0}), 1e-15, "reduce_min");
}

TEST(reduction, any_and_all_of_booleans) {
    bench t;
    const expr<shape_type<3, 2>, boolean> x(t.b, t.leaf(boolean, {3, 2}, {0, 0, 0, 1, 1, 1}));
    EXPECT_EQ(t.value(any<1>(x).id()).values(), (std::vector<double>{0, 1, 1}));
    EXPECT_EQ(t.value(all<1>(x).id()).values(), (std::vector<double>{0, 0, 1}));
    EXPECT_EQ(t.value(any(x).id()).values(), (std::vector<double>{1}));
    EXPECT_EQ(t.value(all<0>(any_expr(x)).id()).values(), (std::vector<double>{0, 0}));
    EXPECT_THROW((void)any(any_expr(t.b, t.leaf(f32, {2}, {0, 1}))), graph_error);
}

TEST(reduction, integers_are_summed_and_compared_exactly) {
    bench t;
    const node_id x = t.leaf(i32, {3}, {2147483647, 1, -5});
    EXPECT_EQ(t.value(graph::reduce(t.b, op::reduce_sum, x, 1))[0], 2147483643);
    EXPECT_EQ(t.value(graph::reduce(t.b, op::reduce_max, x, 1))[0], 2147483647);
    EXPECT_EQ(t.value(graph::reduce(t.b, op::reduce_min, x, 1))[0], -5);
}

TEST(reduction, mean_over_a_dynamic_extent_divides_by_the_run_time_extent) {
    for (const std::int64_t rows : {1, 5, 7}) {
        bench t;
        t.extents.of_symbol[1] = rows;
        random_numbers random(3);
        const tensor values = random.uniform(f64, {rows, 3}, -1, 1);
        const node_id x = t.leaf(shape_of({{7, 1}, {3, 0}}), values);
        const node_id mean = graph::mean(t.b, x, 0b01);
        for (std::size_t c = 0; c < 3; ++c) {
            double sum = 0;
            for (std::size_t r = 0; r < static_cast<std::size_t>(rows); ++r) sum += values[r * 3 + c];
            EXPECT_NEAR(t.value(mean)[c], sum / static_cast<double>(rows), 1e-15);
        }
        expect_gradient(t, weighted_sum(t, mean), {x}, "mean over rows");
    }
}

TEST(reduction, no_axes_leave_the_operand_as_it_is) {
    bench t;
    const node_id x = t.leaf(f64, {2}, {1, 2});
    EXPECT_EQ(graph::reduce(t.b, op::reduce_sum, x, 0), x);
    EXPECT_EQ(graph::reduce(t.b, op::reduce_max, x, 0), x);
}

TEST(reduction, the_accumulator_is_kept_apart) {
    bench t;
    const node_id x = t.leaf(f32, {2}, {1, 2});
    EXPECT_EQ(t.b[graph::reduce(t.b, op::reduce_sum, x, 1, f64)].accumulator, f64);
    EXPECT_EQ(t.b[graph::reduce(t.b, op::reduce_sum, x, 1, f64)].type, f32);
    EXPECT_NE(graph::reduce(t.b, op::reduce_sum, x, 1, f64), graph::reduce(t.b, op::reduce_sum, x, 1));
}

}  // namespace
