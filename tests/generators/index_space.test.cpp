#include <sylvite/generators/spec/index_space.hpp>
#include <sylvite/generators/support/spec_builder.hpp>

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

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
    b.output(b.apply(op::add, {padded, b.pad(b.argument(f32, b.dims(x)), 0, {1, 0, 0}, {2, 0, 0}, {0, 0, 0})}));
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

const value &argument_of(const index_space &space) {
    for (const value &v : space.values())
        if (v.kind == op::argument) return v;
    throw std::runtime_error("no argument");
}

TEST(index_space, a_window_is_a_stride_along_positions_and_one_along_taps) {
    spec_builder b(family::elementwise);
    const auto x = b.argument(f32, b.dims({{4, 0}, {20, 0}, {3, 0}}));
    b.output(b.windows(x, 1, 5, 3, 2));  // [4, 4, 5, 3]
    const index_space space(b.spec());
    const auto axes = space.output_axes();
    ASSERT_EQ(axes.size(), 4u);
    const value &argument = argument_of(space);
    EXPECT_EQ(space.stride(argument, axes[0]), 60);
    EXPECT_EQ(space.stride(argument, axes[1]), 9);
    EXPECT_EQ(space.stride(argument, axes[2]), 6);
    EXPECT_EQ(space.stride(argument, axes[3]), 1);
    EXPECT_EQ(space.values().size(), 1u);  // without padding nothing but an address is left
    ASSERT_EQ(argument.axes.size(), 3u);
    const axis &element = space[argument.axes[1]];
    EXPECT_EQ(element.bound, 20);
    const std::vector<index_term> terms{{{axes[1]}, 3}, {{axes[2]}, 2}};
    EXPECT_EQ(element.map.terms, terms);
    EXPECT_EQ(space.range_of(element.map).low, 0);
    EXPECT_EQ(space.range_of(element.map).high, 17);
}

TEST(index_space, a_padded_window_stands_under_a_guard) {
    spec_builder b(family::elementwise);
    const auto x = b.argument(f32, b.dims({{20, 0}}));
    b.output(b.windows(x, 0, 3, 2, 1, 1, 2));  // 11 positions
    const index_space space(b.spec());
    const value &root = space.at(space.outputs()[0]);
    EXPECT_TRUE(is_guard(root.kind));
    ASSERT_EQ(root.axes.size(), 1u);
    const axis &element = space[root.axes[0]];
    EXPECT_TRUE(element.map.is_guarded);
    EXPECT_EQ(element.map.limit, 19);
    EXPECT_EQ(space.range_of(element.map).low, -1);
    EXPECT_EQ(space.range_of(element.map).high, 21);
    EXPECT_EQ(space.stride(argument_of(space), space.output_axes()[0]), 2);
    EXPECT_EQ(space.stride(argument_of(space), space.output_axes()[1]), 1);
}

TEST(index_space, padding_that_no_window_reaches_needs_no_guard) {
    spec_builder b(family::elementwise);
    b.output(b.windows(b.argument(f32, b.dims({{20, 0}})), 0, 3, 4, 1, 0, 2));  // the last one ends at 18
    const index_space space(b.spec());
    EXPECT_EQ(space.values().size(), 1u);
}

TEST(index_space, windows_that_do_not_overlap_are_a_reshape) {
    spec_builder b(family::elementwise);
    b.output(b.windows(b.windows(b.argument(f32, b.dims({{12, 0}, {5, 0}})), 0, 3, 3), 2, 1));
    const index_space space(b.spec());
    ASSERT_EQ(space.output_axes().size(), 1u);  // all of them are adjacent in memory
    EXPECT_EQ(argument_of(space).axes, std::vector<axis_id>{space.output_axes()[0]});
}

TEST(index_space, one_tap_of_stride_1_is_the_element_itself) {
    spec_builder b(family::contraction);
    const auto x = b.argument(f32, b.dims({{2, 0}, {7, 0}, {7, 0}, {3, 0}}));
    const auto w = b.argument(f32, b.dims({{5, 0}, {3, 0}}));
    const auto seen = b.reshape(b.windows(b.windows(x, 2, 1), 1, 1), b.dims(x));
    b.output(b.contraction(seen, w, "nyxc,oc->nyxo"));
    const index_space space(b.spec());
    ASSERT_EQ(space.output_axes().size(), 2u);
    EXPECT_EQ(space[space.output_axes()[0]].bound, 98);
}

TEST(index_space, strides_go_through_windows_of_slices_and_windows) {
    spec_builder b(family::elementwise);
    const auto x = b.argument(f32, b.dims({{40, 0}}));
    const auto part = b.reverse(b.slice(x, {1}, {2}, b.dims({{17, 0}})), {0});
    b.output(b.windows(b.windows(part, 0, 5, 3), 0, 2, 1, 2));  // 5 positions, of which 3 and 2
    const index_space space(b.spec());
    const auto axes = space.output_axes();
    ASSERT_EQ(axes.size(), 3u);
    EXPECT_EQ(space.stride(argument_of(space), axes[0]), -6);
    EXPECT_EQ(space.stride(argument_of(space), axes[1]), -12);
    EXPECT_EQ(space.stride(argument_of(space), axes[2]), -2);
}

TEST(index_space, a_term_of_several_axes_keeps_run_time_extents) {
    spec_builder b(family::elementwise);
    const extent rows = b.symbol(32);
    const auto x = b.reshape(b.argument(f32, b.dims({rows, {4, 0}, {10, 0}})), b.dims({rows, {4, 0}, {10, 0}}));
    b.output(b.windows(b.windows(x, 2, 3), 0, 3, 1, 1, 1, 1));  // rows keep their number
    const index_space space(b.spec());
    const auto axes = space.output_axes();
    ASSERT_EQ(axes.size(), 5u);
    EXPECT_TRUE(space[axes[0]].is_dynamic());
    EXPECT_EQ(space.stride(argument_of(space), axes[0]), 40);
    EXPECT_EQ(space.stride(argument_of(space), axes[1]), 40);
    EXPECT_EQ(space.stride(argument_of(space), axes[4]), 1);
}

TEST(index_space, a_divided_slide_stands_under_a_guard) {
    spec_builder b(family::elementwise);
    const auto x = b.argument(f32, b.dims({{5, 0}, {3, 0}}));
    b.output(b.slide(x, 0, 1, {10, 0}, {1, -1, 1, 2}));  // the adjoint of windows of stride 2
    const index_space space(b.spec());
    const value &root = space.at(space.outputs()[0]);
    EXPECT_TRUE(is_guard(root.kind));
    ASSERT_EQ(root.axes.size(), 1u);
    const axis &element = space[root.axes[0]];
    EXPECT_EQ(element.map.divisor, 2);
    EXPECT_EQ(element.map.dilation, 2);
    EXPECT_EQ(element.map.limit, 8);
    EXPECT_EQ(space.range_of(element.map).low, -1);
    EXPECT_EQ(space.range_of(element.map).high, 10);
}

TEST(index_space, slides_that_cannot_be_are_refused_in_one_sentence) {
    const auto complaint = [](const std::vector<std::int64_t> &attributes, const extent &e, const shape &result) {
        spec_builder b(family::elementwise);
        if (e.is_dynamic()) b.symbol(e.value);
        b.output(b.slide(b.argument(f32, b.dims({{3, 0}, e})), 1, 0, e, {1, 1, 0, 1}));
        kernel_spec spec = b.spec();
        spec.nodes.back().dims = spec.intern(result);
        spec.nodes.back().attributes = {static_cast<std::uint32_t>(spec.pool.size()),
                                        static_cast<std::uint32_t>(attributes.size())};
        spec.pool.insert(spec.pool.end(), attributes.begin(), attributes.end());
        try {
            static_cast<void>(index_space(spec));
        } catch (const std::runtime_error &error) {
            return std::string(error.what());
        }
        return std::string();
    };
    const shape right = spec_builder::dims({{3, 0}, {5, 0}}), whole = spec_builder::dims({{3, 0}, {7, 1}});
    EXPECT_EQ(complaint({1, 0, 2, 1, -1, 1}, {7, 0}, right), "");
    EXPECT_EQ(complaint({1, 0, 2}, {7, 0}, right),
              "kernel spec: slide takes 6 attributes (axis, axis of taps, position, tap, offset, divisor), found 3");
    EXPECT_EQ(complaint({2, 0, 1, 1, 0, 1}, {7, 0}, right), "kernel spec: slide along axis 2 of an operand of rank 2");
    EXPECT_EQ(complaint({1, -1, 1, 1, 0, 1}, {7, 0}, right),
              "kernel spec: slide along axis -1 of an operand of rank 2");
    EXPECT_EQ(complaint({1, 1, 1, 1, 0, 1}, {7, 0}, right),
              "kernel spec: slide along axis 1, which is that of its taps");
    EXPECT_EQ(complaint({1, 0, 0, 1, 0, 1}, {7, 0}, right),
              "kernel spec: slide needs a step and a divisor of at least 1, found 0 and 1");
    EXPECT_EQ(complaint({1, 0, 1, std::int64_t{1} << 40, 0, 1}, {7, 0}, right),
              "kernel spec: the attribute 1099511627776 of slide is beyond 32 bits");
    EXPECT_EQ(complaint({1, 0, 1, 1, 0, 1}, {7, 0}, spec_builder::dims({{4, 0}, {5, 0}})),
              "kernel spec: slide along axis 1 leaves the other axes, which is not the shape of the node");
    EXPECT_EQ(complaint({1, 0, 1, 1, 0, 1}, {7, 1}, right),
              "kernel spec: slide along axis 1 leaves the other axes, which is not the shape of the node");
    EXPECT_EQ(complaint({1, 0, 1, 1, 0, 2}, {7, 1}, whole), "kernel spec: slide divides a run-time extent");
}

}  // namespace
}  // namespace sylvite::generators
