// Products: their gradients with no, one, two and more zeros among the factors, first and second order.
#include "support.hpp"

#include <limits>

namespace {

using namespace sylvite;
using namespace sylvite::test;

const double nan = std::numeric_limits<double>::quiet_NaN();

/// Rows of factors with 0, 1, 2, 3 and 4 zeros.
tensor rows_with_zeros() {
    return {f64, {5, 4}, {1.5, 2, -3, 0.5, 0.7, 0, -3, 1.1, 0, 2, 0, -0.5, 0, 0, 0, 3, 0, 0, 0, 0}};
}

TEST(product, over_middle_axis_multiplies_along_it_alone) {
    bench t;
    const node_id x = t.leaf(f32, {2, 3, 2}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12});
    const tensor product = t.value(graph::reduce(t.b, op::reduce_product, x, 0b010));
    EXPECT_EQ(product.dims(), (reference::dimensions{2, 2}));
    EXPECT_EQ(product.values(), (std::vector<double>{15, 48, 693, 960}));
}

TEST(product, of_integers_wraps_around) {
    bench t;
    const node_id x = t.leaf(i32, {3}, {65537, 65537, 3});
    EXPECT_EQ(t.value(graph::reduce(t.b, op::reduce_product, x, 1))[0], 393219);  // 3 (2^32 + 2^17 + 1) mod 2^32
}

TEST(product, of_products_is_one_reduction) {
    bench t;
    random_numbers random(3);
    const node_id x = t.leaf(random.uniform(f64, {2, 3, 2}, 0.5, 2));
    const node_id twice = graph::reduce(t.b, op::reduce_product, graph::reduce(t.b, op::reduce_product, x, 0b101), 1);
    EXPECT_EQ(twice, graph::reduce(t.b, op::reduce_product, x, 0b111));
}

TEST(product, gradients_over_every_set_of_axes_match_finite_differences) {
    const std::vector<reference::dimensions> shapes = {{1}, {7}, {3, 5}, {2, 1, 3}, {2, 3, 1, 2}, {1, 2, 1, 3, 2, 1}};
    for (const auto &dims : shapes)
        for (unsigned mask = 1; mask < 1u << dims.size(); ++mask) {
            if (dims.size() > 4 && mask % 5 != 0) continue;
            bench t;
            random_numbers random(mask);
            const node_id x = t.leaf(random.uniform(f64, dims, -2, 2));
            expect_gradient(t, weighted_sum(t, graph::reduce(t.b, op::reduce_product, x, mask)), {x},
                            "product, mask " + std::to_string(mask));
        }
}

TEST(product, gradients_with_zeros_match_finite_differences) {
    for (const unsigned mask : {1u, 2u}) {
        bench t;
        const node_id x = t.leaf(rows_with_zeros());
        expect_gradient(t, weighted_sum(t, graph::reduce(t.b, op::reduce_product, x, mask)), {x}, "product with zeros");
    }
    bench t;
    const node_id x = t.leaf(f64, {1, 4}, {2, 0, -3, 0.5});
    node_id gradient = graph::no_node;
    graph::differentiate(t.b, graph::reduce(t.b, op::reduce_product, x, 3), {&x, 1}, {&gradient, 1});
    EXPECT_EQ(t.value(gradient).values(), (std::vector<double>{0, -3, 0, 0}));
}

TEST(product, second_order_with_zeros_matches_finite_differences) {
    for (const unsigned mask : {1u, 2u, 3u}) {
        bench t;
        const node_id x = t.leaf(rows_with_zeros());
        node_id first = graph::no_node;
        graph::differentiate(t.b, weighted_sum(t, graph::reduce(t.b, op::reduce_product, x, mask)), {&x, 1},
                             {&first, 1});
        expect_gradient(t, weighted_sum(t, first), {x}, "gradient of a product, mask " + std::to_string(mask));
    }
}

TEST(product, third_order_without_zeros_matches_finite_differences) {
    bench t;
    random_numbers random(8);
    const node_id x = t.leaf(random.uniform(f64, {2, 4}, 0.5, 2));
    node_id at = weighted_sum(t, graph::reduce(t.b, op::reduce_product, x, 0b10));
    for (int order = 1; order <= 2; ++order) {
        node_id gradient = graph::no_node;
        graph::differentiate(t.b, at, {&x, 1}, {&gradient, 1});
        at = weighted_sum(t, gradient);
    }
    expect_gradient(t, at, {x}, "third order of a product", 1e-6);
}

TEST(product, is_nan_with_its_gradient_where_any_factor_is) {
    bench t;
    const node_id x = t.leaf(f32, {2, 3}, {1, nan, 0, 4, 5, 6});
    const node_id y = graph::reduce(t.b, op::reduce_product, x, 0b10);
    expect_near(t.value(y), tensor(f32, {2}, {nan, 120}), 0, "product");
    node_id gradient = graph::no_node;
    graph::differentiate(t.b, graph::reduce(t.b, op::reduce_sum, y, 1), {&x, 1}, {&gradient, 1});
    const tensor g = t.value(gradient);
    EXPECT_TRUE(std::isnan(g[2]));  // the derivative at the zero is the product of the others
    EXPECT_EQ(g[3], 30);
}

TEST(product, over_a_dynamic_extent_takes_the_run_time_rows) {
    for (const std::int64_t rows : {1, 4, 6}) {
        bench t;
        t.extents.of_symbol[1] = rows;
        random_numbers random(4);
        const node_id x = t.leaf(shape_of({{6, 1}, {3, 0}}), random.uniform(f64, {rows, 3}, 0.5, 2));
        const node_id y = graph::reduce(t.b, op::reduce_product, x, 0b01);
        double expected = 1;
        for (std::size_t r = 0; r < static_cast<std::size_t>(rows); ++r) expected *= t.given(x)[3 * r + 2];
        EXPECT_NEAR(t.value(y)[2], expected, 1e-14);
        expect_gradient(t, weighted_sum(t, y), {x}, "product over rows");
    }
}

}  // namespace
