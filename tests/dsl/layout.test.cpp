// Layout: reshape, permute, broadcast, iota, extents.
#include "support.hpp"

namespace {

using namespace sylvite;
using namespace sylvite::test;

TEST(layout, permute_moves_the_axes) {
    bench t;
    const node_id x = t.leaf(f32, {2, 3}, {1, 2, 3, 4, 5, 6});
    const std::int64_t order[] = {1, 0};
    const tensor y = t.value(graph::permute(t.b, x, order));
    EXPECT_EQ(y.dims(), (reference::dimensions{3, 2}));
    EXPECT_EQ(y.values(), (std::vector<double>{1, 4, 2, 5, 3, 6}));
}

TEST(layout, gradients_of_every_permutation_match_finite_differences) {
    std::vector<std::int64_t> order = {0, 1, 2, 3};
    do {
        bench t;
        random_numbers random(21);
        const node_id x = t.leaf(random.uniform(f64, {2, 1, 3, 2}, -1, 1));
        expect_gradient(t, weighted_sum(t, graph::permute(t.b, x, order)), {x}, "permute");
    } while (std::next_permutation(order.begin(), order.end()));
}

TEST(layout, gradients_of_reshapes_match_finite_differences) {
    for (const auto &to :
         std::vector<std::vector<std::int64_t>>{{12}, {3, 4}, {1, 12, 1}, {2, 3, 2}, {2, 1, 2, 1, 3, 1}}) {
        bench t;
        random_numbers random(22);
        const node_id x = t.leaf(random.uniform(f64, {4, 3}, -1, 1));
        const node_id y = graph::reshape(t.b, x, fixed(to));
        EXPECT_EQ(t.value(y).values(), t.given(x).values());
        expect_gradient(t, weighted_sum(t, graph::unary(t.b, op::exp, y)), {x}, "reshape");
    }
}

TEST(layout, a_dynamic_extent_keeps_its_place_in_a_reshape) {
    const shape from = shape_of({{9, 1}, {6, 0}});
    EXPECT_TRUE(graph::can_reshape(from, shape_of({{9, 1}, {2, 0}, {3, 0}})));
    EXPECT_TRUE(graph::can_reshape(from, shape_of({{1, 0}, {9, 1}, {6, 0}})));
    EXPECT_FALSE(graph::can_reshape(from, shape_of({{2, 0}, {9, 1}, {3, 0}})));
    EXPECT_FALSE(graph::can_reshape(from, shape_of({{54, 0}})));
    EXPECT_FALSE(graph::can_reshape(from, shape_of({{9, 2}, {6, 0}})));
    const shape two = shape_of({{9, 1}, {1, 0}, {9, 1}, {6, 0}});
    EXPECT_TRUE(graph::can_reshape(two, shape_of({{9, 1}, {9, 1}, {2, 0}, {3, 0}})));
    EXPECT_FALSE(graph::can_reshape(two, shape_of({{9, 1}, {6, 0}, {9, 1}})));
    EXPECT_FALSE(graph::can_reshape(two, shape_of({{9, 1}, {54, 0}})));
    bench t;
    t.extents.of_symbol[1] = 2;
    random_numbers random(23);
    const node_id x = t.leaf(from, random.uniform(f64, {2, 6}, -1, 1));
    const node_id y = graph::reshape(t.b, x, shape_of({{9, 1}, {2, 0}, {3, 0}}));
    EXPECT_EQ(t.value(y).dims(), (reference::dimensions{2, 2, 3}));
    EXPECT_EQ(t.value(y).values(), t.given(x).values());
}

TEST(layout, broadcast_repeats_along_the_new_axes) {
    bench t;
    const node_id x = t.leaf(f64, {2}, {1, 2});
    const std::int64_t first[] = {0}, last[] = {1};
    EXPECT_EQ(t.value(graph::broadcast(t.b, x, fixed({2, 3}), first)).values(),
              (std::vector<double>{1, 1, 1, 2, 2, 2}));
    EXPECT_EQ(t.value(graph::broadcast(t.b, x, fixed({3, 2}), last)).values(), (std::vector<double>{1, 2, 1, 2, 1, 2}));
    expect_gradient(t, weighted_sum(t, graph::broadcast(t.b, x, fixed({2, 3}), first)), {x}, "broadcast");
}

TEST(layout, iota_counts_along_its_axis) {
    bench t;
    t.extents.of_symbol[2] = 2;
    const shape dims = shape_of({{5, 2}, {3, 0}});
    EXPECT_EQ(t.value(graph::iota(t.b, dims, 0)).values(), (std::vector<double>{0, 0, 0, 1, 1, 1}));
    EXPECT_EQ(t.value(graph::iota(t.b, dims, 1)).values(), (std::vector<double>{0, 1, 2, 0, 1, 2}));
}

TEST(layout, extent_is_the_run_time_one) {
    bench t;
    t.extents.of_symbol[2] = 4;
    EXPECT_EQ(t.value(graph::extent_of(t.b, {5, 2}))[0], 4);
    EXPECT_EQ(t.value(graph::extent_of(t.b, {5, 0}))[0], 5);
}

TEST(layout, no_gradient_flows_through_stop_gradient) {
    bench t;
    const node_id x = t.leaf(f64, {2}, {3, 4});
    const node_id product = graph::binary(t.b, op::multiply, x, graph::stop_gradient(t.b, x));
    node_id gradient = graph::no_node;
    graph::differentiate(t.b, graph::reduce(t.b, op::reduce_sum, product, 1), {&x, 1}, {&gradient, 1});
    EXPECT_EQ(t.value(gradient).values(), (std::vector<double>{3, 4}));
}

}  // namespace
