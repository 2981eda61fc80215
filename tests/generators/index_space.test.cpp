#include <sylvite/generators/lowering/index_space.hpp>
#include <sylvite/generators/support/spec_builder.hpp>

#include <gtest/gtest.h>

namespace sylvite::generators {
namespace {

using codegen::family;
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
    for (const axis_id a : space.output_axes()) EXPECT_FALSE(space[a].is_derived());
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
