#include <sylvite/generators/spec/index_space.hpp>
#include <sylvite/generators/support/spec_builder.hpp>

#include <gtest/gtest.h>

namespace sylvite::generators {
namespace {

using generators::family;
using graph::op;

TEST(index_space, adjacent_axes_merge) {
    spec_builder b(family::elementwise);
    const extent rows = b.symbol(32);
    const shape s = b.dims({rows, {6, 0}, {5, 0}});
    b.output(b.apply(op::add, {b.argument(f32, s), b.argument(f32, s)}));
    const index_space space(b.spec());
    ASSERT_EQ(space.output_axes().size(), 1u);
    const axis &a = space[space.output_axes()[0]];
    EXPECT_EQ(a.bound, 960);
    EXPECT_EQ(a.factor, 30);
    EXPECT_EQ(a.symbols, std::vector<std::int32_t>{1});
}

TEST(index_space, a_broadcast_keeps_axes_apart) {
    spec_builder b(family::elementwise);
    const shape s = b.dims({{4, 0}, {6, 0}, {5, 0}});
    const auto bias = b.argument(f32, b.dims({{6, 0}, {5, 0}}));
    b.output(b.apply(op::add, {b.argument(f32, s), b.broadcast(bias, s, {1, 2})}));
    const index_space space(b.spec());
    ASSERT_EQ(space.output_axes().size(), 2u);
    EXPECT_EQ(space[space.output_axes()[1]].bound, 30);
}

TEST(index_space, reshapes_that_segment_leave_no_division) {
    spec_builder b(family::elementwise);
    const auto x = b.argument(f32, b.dims({{2, 0}, {12, 0}, {1, 0}}));
    const shape s = b.dims({{4, 0}, {1, 0}, {6, 0}});
    b.output(b.permute(b.reshape(x, s), {2, 1, 0}));
    const index_space space(b.spec());
    ASSERT_EQ(space.output_axes().size(), 2u);
    for (const axis_id a : space.values()[0].axes) EXPECT_FALSE(space[a].is_derived);
}

TEST(index_space, slice_and_reverse_are_strides_of_the_address) {
    spec_builder b(family::elementwise);
    const auto x = b.argument(f32, b.dims({{7, 0}, {20, 0}}));
    b.output(b.reverse(b.slice(x, {1, 2}, {1, 3}, b.dims({{5, 0}, {4, 0}})), {0}));
    const index_space space(b.spec());
    ASSERT_EQ(space.output_axes().size(), 2u);
    const value &argument = space.values()[0];
    EXPECT_EQ(space.stride(argument, space.output_axes()[0]), -20);
    EXPECT_EQ(space.stride(argument, space.output_axes()[1]), 3);
    EXPECT_EQ(space.values().size(), 1u);  // nothing but an address is left
}

TEST(index_space, axes_beside_a_padded_one_still_merge) {
    spec_builder b(family::elementwise);
    const auto x = b.argument(f32, b.dims({{7, 0}, {3, 0}, {5, 0}}));
    const auto padded = b.pad(x, 0, {1, 0, 0}, {2, 0, 0}, {0, 0, 0});
    b.output(b.apply(op::add, {padded, b.pad(b.argument(f32, b.at(x).dims), 0, {1, 0, 0}, {2, 0, 0}, {0, 0, 0})}));
    const index_space space(b.spec());
    ASSERT_EQ(space.output_axes().size(), 2u);
    EXPECT_EQ(space[space.output_axes()[0]].bound, 10);
    EXPECT_EQ(space[space.output_axes()[1]].bound, 15);
    int guards = 0;
    for (const value &v : space.values())
        if (is_guard(v.kind)) {
            ++guards;
            EXPECT_EQ(v.axes, space.values()[1].axes);  // equal maps are one axis
        }
    EXPECT_EQ(guards, 2);
}

TEST(index_space, a_buffer_s_own_shape_does_not_cut_its_addresses) {
    spec_builder b(family::elementwise);
    const auto x = b.reshape(b.argument(f32, b.dims({{3, 0}, {4, 0}})), b.dims({{12, 0}}));
    b.output(b.pad(x, 0, {2}, {2}, {0}));
    const index_space space(b.spec());
    ASSERT_EQ(space.output_axes().size(), 1u);
    EXPECT_EQ(space.stride(space.values()[0], space.output_axes()[0]), 1);
    spec_builder c(family::elementwise);
    c.output(c.reshape(c.argument(f32, c.dims({{6, 0}, {4, 0}})), c.dims({{8, 0}, {3, 0}})));
    const index_space uneven(c.spec());
    EXPECT_EQ(uneven.output_axes().size(), 1u);
    EXPECT_FALSE(uneven[uneven.values()[0].axes[0]].is_derived);
}

TEST(index_space, a_gathered_row_is_irregular_and_dense_within) {
    spec_builder b(family::elementwise);
    const auto table = b.argument(f32, b.dims({{9, 0}, {6, 0}})), index = b.argument(i32, b.dims({{4, 0}}));
    b.output(b.gather(table, index, 0, 0));
    const index_space space(b.spec());
    ASSERT_EQ(space.output_axes().size(), 2u);
    for (const value &v : space.values()) {
        if (v.kind != op::argument || v.attribute != 0) continue;
        EXPECT_EQ(space.stride(v, space.output_axes()[0]), irregular);
        EXPECT_EQ(space.stride(v, space.output_axes()[1]), 1);
        EXPECT_EQ(v.inputs.size(), 1u);
        EXPECT_EQ(v.free.size(), 2u);
    }
}

TEST(index_space, the_rows_of_a_scatter_stay_apart_from_its_columns) {
    spec_builder b(family::scatter);
    const auto index = b.argument(i32, b.dims({{4, 0}, {5, 0}}));
    b.output(b.scatter_add(index, b.fill(b.constant(f32, 1), b.dims({{4, 0}, {5, 0}, {6, 0}})), {9, 0}, 0));
    const index_space space(b.spec());
    EXPECT_EQ(space.output_axes().size(), 2u);
    const value &v = space.at(space.outputs()[0]);
    ASSERT_EQ(v.axes.size(), 1u);
    EXPECT_EQ(space[v.axes[0]].bound, 20);
    EXPECT_EQ(v.into, std::vector<axis_id>{space.output_axes()[0]});
}

TEST(index_space, batch_and_rows_of_a_dense_layer_are_one_axis) {
    spec_builder b(family::contraction);
    const auto x = b.argument(f32, b.dims({{3, 0}, {7, 0}, {11, 0}})), w = b.argument(f32, b.dims({{5, 0}, {11, 0}}));
    b.output(b.contraction(x, w, "bmk,nk->bmn"));
    const index_space space(b.spec());
    ASSERT_EQ(space.output_axes().size(), 2u);
    EXPECT_EQ(space[space.output_axes()[0]].bound, 21);
}

}  // namespace
}  // namespace sylvite::generators
