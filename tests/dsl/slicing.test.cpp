// Layout with offsets: pad, slice, reverse, concat, triangles, cumulative sums.
#include "support.hpp"

#include <limits>

namespace {

using namespace sylvite;
using namespace sylvite::test;

const double nan = std::numeric_limits<double>::quiet_NaN();
const double infinity = std::numeric_limits<double>::infinity();

std::vector<double> row(std::int64_t n) {
    std::vector<double> values;
    for (std::int64_t i = 0; i < n; ++i) values.push_back(static_cast<double>(i + 1));
    return values;
}

TEST(slicing, slice_takes_every_step_th_element_before_the_end) {
    bench t;
    const node_id x = t.leaf(f32, {7}, row(7));
    const auto part = [&](std::int64_t begin, std::int64_t end, std::int64_t step) {
        return t.value(graph::slice(t.b, x, 0, {begin, end, step})).values();
    };
    EXPECT_EQ(part(2, 5, 1), (std::vector<double>{3, 4, 5}));
    EXPECT_EQ(part(1, axis_end, 3), (std::vector<double>{2, 5}));
    EXPECT_EQ(part(-3, -1, 1), (std::vector<double>{5, 6}));
    EXPECT_EQ(part(6, 7, 9), (std::vector<double>{7}));
    EXPECT_EQ(part(0, 7, 2), (std::vector<double>{1, 3, 5, 7}));
    EXPECT_EQ(graph::slice(t.b, x, 0, {0, 7, 1}), x);
}

TEST(slicing, a_negative_step_goes_down_as_in_numpy) {
    bench t;
    const node_id x = t.leaf(f32, {7}, row(7));
    const auto part = [&](std::int64_t begin, std::int64_t end, std::int64_t step) {
        return t.value(graph::slice(t.b, x, 0, {begin, end, step})).values();
    };
    EXPECT_EQ(part(-1, axis_end, -1), (std::vector<double>{7, 6, 5, 4, 3, 2, 1}));
    EXPECT_EQ(part(5, 1, -1), (std::vector<double>{6, 5, 4, 3}));
    EXPECT_EQ(part(-1, axis_end, -3), (std::vector<double>{7, 4, 1}));
    EXPECT_EQ(part(5, axis_end, -2), (std::vector<double>{6, 4, 2}));
    EXPECT_EQ(part(-2, -5, -2), (std::vector<double>{6, 4}));
    EXPECT_EQ(part(3, axis_end, std::numeric_limits<std::int64_t>::min()), (std::vector<double>{4}));
    EXPECT_EQ(part(0, axis_end, -1), (std::vector<double>{1}));
    const expr<shape_type<2, 3>, f32> y(t.b, t.leaf(f32, {2, 3}, row(6)));
    const auto back = slice<1, -1, axis_end, -2>(y);
    static_assert(decltype(back)::static_shape == detail::shape_of_dims<2, 2>::value);
    EXPECT_EQ(t.value(back.id()).values(), (std::vector<double>{3, 1, 6, 4}));
}

TEST(slicing, a_slice_beyond_the_axis_is_a_mistake) {
    bench t;
    const node_id x = t.leaf(f32, {4, 3}, row(12));
    for (const graph::slice_range bad : {graph::slice_range{0, 5, 1},
                                         {-5, 2, 1},
                                         {2, 2, 1},
                                         {3, 1, 1},
                                         {0, 4, 0},
                                         {4, 0, -1},
                                         {0, 3, -1},
                                         {1, 1, -1},
                                         {3, -5, -1}})
        EXPECT_THROW(graph::slice(t.b, x, 0, bad), graph_error) << bad.begin << " " << bad.end << " " << bad.step;
    EXPECT_THROW(graph::slice(t.b, x, 2, {0, 1, 1}), graph_error);
    try {
        graph::slice(t.b, x, 0, {1, 5, 2});
        FAIL();
    } catch (const graph_error &e) {
        EXPECT_NE(std::string(e.what()).find("elements 1 to 5 in steps of 2 of axis 0 of shape [4, 3]"),
                  std::string::npos)
            << e.what();
    }
}

TEST(slicing, pad_puts_a_literal_around_and_between) {
    bench t;
    const node_id x = t.leaf(f32, {3}, {1, 2, 3});
    const auto padded = [&](std::int64_t low, std::int64_t high, std::int64_t interior) {
        return t.value(graph::pad(t.b, x, 0, {low, high, interior}, 9)).values();
    };
    EXPECT_EQ(padded(2, 1, 0), (std::vector<double>{9, 9, 1, 2, 3, 9}));
    EXPECT_EQ(padded(0, 0, 2), (std::vector<double>{1, 9, 9, 2, 9, 9, 3}));
    EXPECT_EQ(padded(1, -2, 1), (std::vector<double>{9, 1, 9, 2}));
    EXPECT_EQ(padded(-1, -1, 0), (std::vector<double>{2}));
    EXPECT_EQ(padded(3, -3, 0), (std::vector<double>{9, 9, 9}));
    EXPECT_THROW(padded(-2, -1, 0), graph_error);
    EXPECT_THROW(padded(0, 0, -1), graph_error);
}

TEST(slicing, gradients_of_slices_and_paddings_match_finite_differences) {
    for (const auto &dims : std::vector<reference::dimensions>{{1}, {7}, {3, 5}, {2, 1, 3}, {13, 2}})
        for (int axis = 0; axis < static_cast<int>(dims.size()); ++axis) {
            const std::int64_t n = dims[static_cast<std::size_t>(axis)];
            for (const graph::padding &p : {graph::padding{1, 2, 0}, {0, 0, 2}, {2, 0, 1}, {-1, 3, 0}, {-1, 2, 2}}) {
                if (n + p.low < 1) continue;
                bench t;
                random_numbers random(31);
                const node_id x = t.leaf(random.uniform(f64, dims, -1, 1));
                const node_id y = graph::pad(t.b, x, axis, p, 0.5);
                expect_gradient(t, weighted_sum(t, graph::unary(t.b, op::tanh, y)), {x}, "pad");
            }
            for (const graph::slice_range &r : {graph::slice_range{0, axis_end, 2},
                                                {n / 2, n, 1},
                                                {n / 3, axis_end, 3},
                                                {-1, axis_end, 1},
                                                {-1, axis_end, -2}}) {
                bench t;
                random_numbers random(32);
                const node_id x = t.leaf(random.uniform(f64, dims, -1, 1));
                const node_id y = graph::slice(t.b, x, axis, r);
                expect_gradient(t, weighted_sum(t, graph::unary(t.b, op::tanh, y)), {x}, "slice");
            }
        }
}

TEST(slicing, what_a_padding_cuts_off_gets_no_gradient) {
    bench t;
    const node_id x = t.leaf(f64, {5}, row(5));
    node_id gradient = graph::no_node;
    const node_id y = graph::pad(t.b, x, 0, {-2, 0, 1}, 0);
    graph::differentiate(t.b, graph::reduce(t.b, op::reduce_sum, y, 1), {&x, 1}, {&gradient, 1});
    EXPECT_EQ(t.value(gradient).values(), (std::vector<double>{0, 1, 1, 1, 1}));
}

TEST(slicing, reverse_turns_any_axes) {
    bench t;
    const node_id x = t.leaf(f32, {2, 3}, {1, 2, 3, 4, 5, 6});
    EXPECT_EQ(t.value(graph::reverse(t.b, x, 0b01)).values(), (std::vector<double>{4, 5, 6, 1, 2, 3}));
    EXPECT_EQ(t.value(graph::reverse(t.b, x, 0b10)).values(), (std::vector<double>{3, 2, 1, 6, 5, 4}));
    EXPECT_EQ(t.value(graph::reverse(t.b, x, 0b11)).values(), (std::vector<double>{6, 5, 4, 3, 2, 1}));
    for (unsigned mask = 1; mask < 8; ++mask) {
        bench u;
        random_numbers random(mask);
        const node_id z = u.leaf(random.uniform(f64, {3, 1, 5}, -1, 1));
        expect_gradient(u, weighted_sum(u, graph::unary(u.b, op::exp, graph::reverse(u.b, z, mask))), {z}, "reverse");
    }
}

TEST(slicing, a_dynamic_axis_is_reversed_and_shifted_at_its_run_time_extent) {
    bench t;
    t.extents.of_symbol[1] = 3;
    const shape dims = shape_of({{5, 1}, {2, 0}});
    const node_id x = t.leaf(dims, tensor(f64, {3, 2}, {1, 2, 3, 4, 5, 6}));
    EXPECT_EQ(t.value(graph::reverse(t.b, x, 1)).values(), (std::vector<double>{5, 6, 3, 4, 1, 2}));
    EXPECT_EQ(t.value(graph::shift(t.b, x, 0, 1, 7)).values(), (std::vector<double>{7, 7, 1, 2, 3, 4}));
    EXPECT_EQ(t.value(graph::shift(t.b, x, 0, -2, 7)).values(), (std::vector<double>{5, 6, 7, 7, 7, 7}));
    EXPECT_EQ(t.value(graph::slice(t.b, x, 1, {1, 2, 1})).values(), (std::vector<double>{2, 4, 6}));
    expect_gradient(t, weighted_sum(t, graph::unary(t.b, op::tanh, graph::shift(t.b, x, 0, 2, 1))), {x}, "shift");
    expect_gradient(t, weighted_sum(t, graph::unary(t.b, op::tanh, graph::reverse(t.b, x, 3))), {x}, "reverse");
    EXPECT_THROW(graph::slice(t.b, x, 0, {0, 1, 1}), graph_error);
    EXPECT_THROW(graph::pad(t.b, x, 0, {1, 0, 0}, 0), graph_error);
    const node_id both[] = {x, x};
    EXPECT_THROW(graph::concat(t.b, both, 0), graph_error);
    EXPECT_EQ(t.b.dims(graph::concat(t.b, both, 1)), shape_of({{5, 1}, {4, 0}}));
}

TEST(slicing, concat_leaves_every_bit_as_it_is) {
    bench t;
    const node_id x = t.leaf(f32, {2, 2}, {nan, -0.0, infinity, 1}), y = t.leaf(f32, {2, 1}, {-0.0, -infinity}),
                  z = t.leaf(f32, {2, 3}, {0.0, nan, 2, -0.0, 3, -0.0});
    const node_id parts[] = {x, y, z};
    const tensor found = t.value(graph::concat(t.b, parts, 1));
    const std::vector<double> expected = {nan, -0.0, -0.0, 0.0, nan, 2, infinity, 1, -infinity, -0.0, 3, -0.0};
    ASSERT_EQ(found.dims(), (reference::dimensions{2, 6}));
    for (std::size_t i = 0; i < expected.size(); ++i) {
        const bool same = found[i] == expected[i] && std::signbit(found[i]) == std::signbit(expected[i]);
        EXPECT_TRUE(same || (std::isnan(found[i]) && std::isnan(expected[i]))) << i << ": " << found[i];
    }
    const node_id flags[] = {t.leaf(boolean, {2}, {1, 0}), t.leaf(boolean, {1}, {1})};
    EXPECT_EQ(t.value(graph::concat(t.b, flags, 0)).values(), (std::vector<double>{1, 0, 1}));
    const node_id numbers[] = {t.leaf(i32, {1}, {-2147483648.}), t.leaf(i32, {2}, {7, -1})};
    EXPECT_EQ(t.value(graph::concat(t.b, numbers, 0)).values(), (std::vector<double>{-2147483648., 7, -1}));
}

TEST(slicing, gradients_of_concat_match_finite_differences_and_are_slices) {
    for (int axis = 0; axis < 2; ++axis)
        for (const std::size_t count : {std::size_t{1}, std::size_t{2}, std::size_t{5}}) {
            bench t;
            random_numbers random(41);
            std::vector<node_id> parts;
            for (std::size_t k = 0; k < count; ++k) {
                reference::dimensions dims{3, 2};
                dims[static_cast<std::size_t>(axis)] = static_cast<std::int64_t>(k % 3 + 1);
                parts.push_back(t.leaf(random.uniform(f64, dims, -1, 1)));
            }
            const node_id y = graph::concat(t.b, parts, axis);
            expect_gradient(t, weighted_sum(t, graph::unary(t.b, op::tanh, y)), parts, "concat");
        }
    bench t;
    const node_id parts[] = {t.leaf(f64, {2}, {1, 2}), t.leaf(f64, {3}, {3, 4, 5})};
    std::vector<node_id> gradients(2, graph::no_node);
    const node_id y = graph::concat(t.b, parts, 0);
    graph::differentiate(t.b, weighted_sum(t, graph::unary(t.b, op::exp, y)), parts, gradients);
    EXPECT_EQ(t.b[gradients[0]].kind, op::slice);
    EXPECT_EQ(t.b[gradients[1]].kind, op::slice);
}

TEST(slicing, operands_that_do_not_stand_behind_each_other_are_a_mistake) {
    bench t;
    const node_id wrong_rank[] = {t.leaf(f64, {2, 2}, row(4)), t.leaf(f64, {2}, row(2))};
    const node_id wrong_extent[] = {wrong_rank[0], t.leaf(f64, {2, 3}, row(6))};
    const node_id wrong_type[] = {wrong_rank[0], t.leaf(f32, {2, 2}, row(4))};
    EXPECT_THROW(graph::concat(t.b, wrong_rank, 0), graph_error);
    EXPECT_THROW(graph::concat(t.b, wrong_extent, 0), graph_error);
    EXPECT_THROW(graph::concat(t.b, wrong_type, 0), graph_error);
    EXPECT_THROW(graph::concat(t.b, graph::array_view<const node_id>(), 0), graph_error);
    EXPECT_NO_THROW(graph::concat(t.b, wrong_extent, 1));
}

TEST(slicing, split_and_chunk_take_apart_what_concat_and_stack_put_together) {
    bench t;
    const expr<shape_type<2, 6>, f32> x(t.b, t.leaf(f32, {2, 6}, row(12)));
    const auto [a, b, c] = split<1, 1, 3, 2>(x);
    EXPECT_EQ(t.value(b.id()).values(), (std::vector<double>{2, 3, 4, 8, 9, 10}));
    EXPECT_EQ(t.value(concat<-1>(a, b, c).id()).values(), row(12));
    const auto [p, q, r] = chunk<-1, 3>(x);
    EXPECT_EQ(t.value(q.id()).values(), (std::vector<double>{3, 4, 9, 10}));
    const auto stacked = stack<0>(p, q, r);
    static_assert(decltype(stacked)::static_shape == detail::shape_of_dims<3, 2, 2>::value);
    EXPECT_EQ(t.value(stacked.id()).values(), (std::vector<double>{1, 2, 7, 8, 3, 4, 9, 10, 5, 6, 11, 12}));
}

TEST(slicing, untyped_operands_are_checked_in_the_table) {
    bench t;
    const any_expr x(t.b, t.leaf(f32, {2, 3}, row(6)));
    EXPECT_EQ(t.value(slice<-1, 1, axis_end>(x).id()).values(), (std::vector<double>{2, 3, 5, 6}));
    EXPECT_EQ(t.value(pad<0, 0, 1>(x, 0.5).id()).dims(), (reference::dimensions{3, 3}));
    EXPECT_EQ(t.value(reverse<1>(x).id()).values(), (std::vector<double>{3, 2, 1, 6, 5, 4}));
    EXPECT_EQ(t.value(concat<0>(x, x).id()).dims(), (reference::dimensions{4, 3}));
    EXPECT_EQ(t.value(cumulative_sum<1>(x).id()).values(), (std::vector<double>{1, 3, 6, 4, 9, 15}));
    EXPECT_THROW((slice<2, 0, 1>(x)), graph_error);
    EXPECT_THROW(reverse<5>(x), graph_error);
}

TEST(triangle, tril_and_triu_keep_one_side_whatever_stands_on_the_other) {
    bench t;
    const expr<shape_type<2, 3, 3>, f64> x(
        t.b, t.leaf(f64, {2, 3, 3}, {1, nan, 3, 4, 5, infinity, 7, 8, 9, 1, 2, 3, 4, 5, 6, nan, 8, 9}));
    EXPECT_EQ(t.value(slice<0, 0, 1>(tril(x)).id()).values(), (std::vector<double>{1, 0, 0, 4, 5, 0, 7, 8, 9}));
    EXPECT_EQ(t.value(slice<0, 1, 2>(triu<1>(x)).id()).values(), (std::vector<double>{0, 2, 3, 0, 0, 6, 0, 0, 0}));
    EXPECT_EQ(t.value(slice<0, 1, 2>(tril<-1>(triu<-1>(x))).id())[3], 4);
    EXPECT_EQ(t.value(causal_mask(x).id()).values(), (std::vector<double>{1, 0, 0, 1, 1, 0, 1, 1, 1}));
    bench u;
    random_numbers random(5);
    const expr<shape_type<2, 3, 5>, f64> z(u.b, u.leaf(random.uniform(f64, {2, 3, 5}, -1, 1)));
    expect_gradient(u, weighted_sum(u, exp(tril<1>(z)).id()), {z.id()}, "tril");
    expect_gradient(u, weighted_sum(u, exp(triu<-1>(z)).id()), {z.id()}, "triu");
}

TEST(triangle, a_causal_mask_over_run_time_extents) {
    bench t;
    t.extents.of_symbol[1] = 2;
    const expr<shape_type<dynamic<4>, dynamic<4>>, f32> x(
        t.b, t.leaf(shape_of({{4, 1}, {4, 1}}), tensor(f32, {2, 2}, {1, 2, 3, 4})));
    EXPECT_EQ(t.value(causal_mask(x).id()).values(), (std::vector<double>{1, 0, 1, 1}));
}

TEST(cumulative_sum, adds_up_in_both_directions_along_any_axis) {
    for (const std::int64_t n : {1, 2, 3, 7, 8, 13}) {
        bench t;
        const expr<shape_type<2, 13, 2>, f64> whole(t.b, t.leaf(f64, {2, 13, 2}, row(52)));
        const node_id x = graph::slice(t.b, whole.id(), 1, {0, n, 1});
        const tensor values = t.value(x), up = t.value(graph::cumulative_sum(t.b, x, 1, false)),
                     down = t.value(graph::cumulative_sum(t.b, x, 1, true));
        for (std::size_t i = 0; i < values.size(); ++i) {
            const std::size_t row_length = static_cast<std::size_t>(2 * n), first = i / row_length * row_length,
                              lane = i % 2;
            double before = 0, after = 0;
            for (std::size_t k = first + lane; k <= i; k += 2) before += values[k];
            for (std::size_t k = i; k < first + row_length; k += 2) after += values[k];
            EXPECT_EQ(up[i], before) << n << " [" << i << "]";
            EXPECT_EQ(down[i], after) << n << " [" << i << "]";
        }
    }
}

TEST(cumulative_sum, spoils_nothing_in_front_of_a_nan) {
    bench t;
    const node_id x = t.leaf(f32, {5}, {1, 2, nan, 4, -0.0});
    const tensor found = t.value(graph::cumulative_sum(t.b, x, 0, false));
    EXPECT_EQ(found[1], 3);
    EXPECT_TRUE(std::isnan(found[2]) && std::isnan(found[4]));
    EXPECT_EQ(t.value(graph::cumulative_sum(t.b, x, 0, true))[3], 4);
}

TEST(cumulative_sum, gradients_match_finite_differences_over_fixed_and_run_time_extents) {
    for (const bool backwards : {false, true}) {
        bench t;
        t.extents.of_symbol[1] = 5;
        random_numbers random(51);
        const node_id x = t.leaf(shape_of({{9, 1}, {3, 0}}), random.uniform(f64, {5, 3}, -1, 1));
        for (const int axis : {0, 1}) {
            const node_id y = graph::cumulative_sum(t.b, x, axis, backwards);
            expect_gradient(t, weighted_sum(t, graph::unary(t.b, op::tanh, y)), {x}, "cumulative_sum");
        }
    }
}

}  // namespace
