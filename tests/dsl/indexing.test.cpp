// Indexing by data: gather and scatter_add, each the other's adjoint, with repeated and out-of-range indices.
#include "support.hpp"

#include <limits>

namespace {

using namespace sylvite;
using namespace sylvite::test;

const double nan = std::numeric_limits<double>::quiet_NaN();

TEST(indexing, gather_takes_rows_and_gives_nan_for_an_index_out_of_range) {
    bench t;
    const node_id table = t.leaf(f32, {3, 2}, {1, 2, 3, 4, 5, 6}), at = t.leaf(i32, {2, 3}, {2, 0, 2, -1, 3, 1});
    const tensor rows = t.value(graph::gather(t.b, table, at));
    expect_near(rows, tensor(f32, {2, 3, 2}, {5, 6, 1, 2, 5, 6, nan, nan, nan, nan, 3, 4}), 0, "gather");
    const node_id numbers = t.leaf(i32, {2}, {7, 8}), flags = t.leaf(boolean, {2}, {1, 1});
    const node_id outside = t.leaf(i32, {3}, {2, -2147483648., 1});
    EXPECT_EQ(t.value(graph::gather(t.b, numbers, outside)).values(), (std::vector<double>{0, 0, 8}));
    EXPECT_EQ(t.value(graph::gather(t.b, flags, outside)).values(), (std::vector<double>{0, 0, 1}));
}

TEST(indexing, gather_along_any_axis_puts_the_axes_of_the_indices_there) {
    bench t;
    const node_id table = t.leaf(f64, {2, 3, 2}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11}),
                  at = t.leaf(i32, {2, 1}, {2, 0});
    const tensor found = t.value(graph::gather_along(t.b, table, at, 1));
    EXPECT_EQ(found.dims(), (reference::dimensions{2, 2, 1, 2}));
    EXPECT_EQ(found.values(), (std::vector<double>{4, 5, 0, 1, 10, 11, 6, 7}));
    EXPECT_EQ(t.value(graph::gather_along(t.b, table, at, 2)).dims(), (reference::dimensions{2, 3, 2, 1}));
    const node_id one = t.leaf(i32, {}, {1});
    EXPECT_EQ(t.value(graph::gather_along(t.b, table, one, 0)).values(), (std::vector<double>{6, 7, 8, 9, 10, 11}));
}

TEST(indexing, repeated_indices_add_up_and_those_out_of_range_are_dropped) {
    bench t;
    const node_id at = t.leaf(i32, {5}, {1, 4, 1, -1, 0});
    const node_id updates = t.leaf(f32, {5, 2}, {1, 2, nan, nan, 10, 20, nan, nan, 5, 6});
    EXPECT_EQ(t.value(graph::scatter_add(t.b, at, updates, {3, 0})).values(),
              (std::vector<double>{5, 6, 11, 22, 0, 0}));
    const node_id lone = t.leaf(i32, {}, {1}), row = t.leaf(i32, {2}, {3, 4});
    EXPECT_EQ(t.value(graph::scatter_add(t.b, lone, row, {2, 0})).values(), (std::vector<double>{0, 0, 3, 4}));
}

TEST(indexing, shared_axes_index_a_table_each) {
    bench t;
    const node_id x = t.leaf(f64, {2, 3}, {1, 2, 3, 4, 5, 6}), at = t.leaf(i32, {2, 2}, {2, 2, 0, 3});
    expect_near(t.value(graph::gather(t.b, x, at, 1)), tensor(f64, {2, 2}, {3, 3, 4, nan}), 0, "gather");
    const node_id updates = t.leaf(f64, {2, 2}, {1, 2, 3, 4});
    EXPECT_EQ(t.value(graph::scatter_add(t.b, at, updates, {3, 0}, 1)).values(),
              (std::vector<double>{0, 0, 3, 3, 0, 0}));
    const expr<shape_type<2, 3>, f64> typed(t.b, x);
    const expr<shape_type<2>, i32> labels(t.b, t.leaf(i32, {2}, {1, 0}));
    EXPECT_EQ(t.value(pick(typed, labels).id()).values(), (std::vector<double>{2, 4}));
    const expr<shape_type<1, 3>, i32> rows(t.b, t.leaf(i32, {1, 3}, {1, 0, 1}));
    EXPECT_EQ(t.value(take_along_axis<0>(typed, rows).id()).values(), (std::vector<double>{4, 2, 6}));
}

TEST(indexing, gradients_match_finite_differences_and_drop_what_is_out_of_range) {
    struct form {
        reference::dimensions table, index;
        int shared;
    };
    for (const form &f : {form{{1}, {1}, 0},
                          {{5}, {7}, 0},
                          {{5, 3}, {2, 4}, 0},
                          {{3, 2, 2}, {}, 0},
                          {{2, 5, 3}, {2, 4}, 1},
                          {{2, 3, 4}, {2, 3}, 2},
                          {{13, 1}, {3}, 0}})
        for (const double otherwise : {0.0, 0.25}) {
            bench t;
            random_numbers random(61);
            const std::int64_t rows = f.table[static_cast<std::size_t>(f.shared)];
            tensor index(i32, f.index);
            for (std::size_t i = 0; i < index.size(); ++i)
                index.set(i, static_cast<double>(random.below(rows + 2) - 1));
            const node_id table = t.leaf(random.uniform(f64, f.table, -1, 1)), at = t.leaf(index);
            const node_id rows_of_table = graph::gather(t.b, table, at, f.shared, otherwise);
            expect_gradient(t, weighted_sum(t, graph::unary(t.b, op::tanh, rows_of_table)), {table}, "gather");
            const node_id updates = t.leaf(random.uniform(f64, t.value(rows_of_table).dims(), -1, 1));
            const node_id sums = graph::scatter_add(t.b, at, updates, {rows, 0}, f.shared);
            EXPECT_EQ(t.b.dims(sums), t.b.dims(table));
            expect_gradient(t, weighted_sum(t, graph::unary(t.b, op::tanh, sums)), {updates}, "scatter_add");
        }
}

TEST(indexing, the_gradient_of_a_row_that_was_out_of_range_is_zero_not_nan) {
    bench t;
    const node_id table = t.leaf(f64, {2}, {1, 2}), at = t.leaf(i32, {3}, {5, 1, 1});
    node_id gradient = graph::no_node;
    const node_id loss = graph::reduce(t.b, op::reduce_sum, graph::gather(t.b, table, at), 1);
    graph::differentiate(t.b, loss, {&table, 1}, {&gradient, 1});
    EXPECT_EQ(t.value(gradient).values(), (std::vector<double>{0, 2}));
}

TEST(indexing, second_order_goes_through_a_table) {
    bench t;
    random_numbers random(62);
    const node_id table = t.leaf(random.uniform(f64, {4, 3}, -1, 1)), at = t.leaf(i32, {5}, {0, 3, 3, 7, 1});
    node_id gradient = graph::no_node;
    const node_id rows = graph::gather(t.b, table, at, 0, 0.0);
    const node_id inner = graph::binary(t.b, op::multiply, graph::unary(t.b, op::tanh, rows), rows);
    graph::differentiate(t.b, graph::reduce(t.b, op::reduce_sum, inner, 0b11), {&table, 1}, {&gradient, 1});
    expect_gradient(t, weighted_sum(t, graph::binary(t.b, op::multiply, gradient, gradient)), {table},
                    "squared gradient");
}

TEST(indexing, second_order_goes_through_every_layout) {
    bench t;
    random_numbers random(63);
    const node_id x = t.leaf(random.uniform(f64, {4, 3}, -1, 1));
    const node_id parts[] = {graph::slice(t.b, x, 0, {1, 4, 2}), graph::reverse(t.b, x, 0b11),
                             graph::pad(t.b, x, 0, {-1, 2, 1}, 0.5), graph::cumulative_sum(t.b, x, 0, true),
                             graph::keep_triangle(t.b, x, 0, true)};
    const node_id y = graph::unary(t.b, op::exp, graph::concat(t.b, parts, 0));
    node_id gradient = graph::no_node;
    graph::differentiate(t.b, weighted_sum(t, y), {&x, 1}, {&gradient, 1});
    expect_gradient(t, weighted_sum(t, graph::binary(t.b, op::multiply, gradient, gradient)), {x}, "squared gradient",
                    1e-6);
}

TEST(indexing, tables_and_indices_of_run_time_extents) {
    bench t;
    t.extents.of_symbol[1] = 3;
    t.extents.of_symbol[2] = 2;
    random_numbers random(64);
    const node_id table = t.leaf(shape_of({{5, 1}, {2, 0}}), random.uniform(f64, {3, 2}, -1, 1));
    const node_id at = t.leaf(shape_of({{4, 2}}), tensor(i32, {2}, {3, 2}));  // 3 is in bounds, but not there
    const tensor rows = t.value(graph::gather(t.b, table, at));
    EXPECT_TRUE(std::isnan(rows[0]));
    EXPECT_EQ(rows[3], t.given(table)[5]);
    const node_id filled = graph::gather(t.b, table, at, 0, 0.0);
    expect_gradient(t, weighted_sum(t, graph::unary(t.b, op::tanh, filled)), {table}, "gather");
}

TEST(indexing, operands_that_do_not_fit_are_a_mistake) {
    bench t;
    const node_id table = t.leaf(f32, {2, 3}, {1, 2, 3, 4, 5, 6}), at = t.leaf(i32, {4}, {0, 1, 0, 1});
    const node_id floating = t.leaf(f32, {1}, {0}), flags = t.leaf(boolean, {4}, {1, 0, 1, 0});
    EXPECT_THROW(graph::gather(t.b, table, floating), graph_error);
    EXPECT_THROW(graph::gather(t.b, table, at, 1), graph_error);  // the shared axes have 2 and 4 elements
    EXPECT_THROW(graph::gather(t.b, table, at, 2), graph_error);
    EXPECT_THROW(graph::scatter_add(t.b, at, table, {2, 0}), graph_error);
    EXPECT_THROW(graph::scatter_add(t.b, at, flags, {2, 0}), graph_error);
    EXPECT_THROW(graph::scatter_add(t.b, floating, floating, {2, 0}), graph_error);
    EXPECT_THROW(graph::take_along(t.b, table, at, 1), graph_error);
}

}  // namespace
