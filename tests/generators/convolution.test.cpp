// Convolutions, their data and weight gradients: tiles, blocks, phases, panels of every size.
#include "check.hpp"

#include <sylvite/generators/spec/space.hpp>
#include <sylvite/generators/support/convolutions.hpp>

#include <algorithm>

namespace sylvite::generators {

// NOLINTNEXTLINE(misc-use-internal-linkage): found by the type of its argument
void PrintTo(const convolution_shape &c, std::ostream *to) {
    *to << c.images << " images " << c.height << " x " << c.width << ", " << c.groups << " groups of " << c.in << " to "
        << c.out << ", kernel " << c.kernel_height << " x " << c.kernel_width << ", stride " << c.stride
        << ", dilation " << c.dilation << ", padding " << c.padding;
}

namespace testing {
namespace {

using graph::op;
using id = graph::node_id;

class convolutions : public ::testing::TestWithParam<convolution_shape> {};

kernel_spec forward(const convolution_shape &c, dtype type) {
    convolution_builder b(c, type);
    const id x = b.images(), w = b.weights();
    b.output(b.forward(x, w));
    return b.spec();
}
kernel_spec data_gradient(const convolution_shape &c, dtype type) {
    convolution_builder b(c, type);
    const id dy = b.results(), w = b.weights();
    b.output(b.data_gradient(dy, w));
    return b.spec();
}
kernel_spec weight_gradient(const convolution_shape &c, dtype type) {
    convolution_builder b(c, type);
    const id x = b.images(), dy = b.results();
    b.output(b.weight_gradient(x, dy));
    return b.spec();
}

TEST_P(convolutions, agree_with_plain_loops) {
    for (const dtype type : {f32, f64})
        for (const bool channels_last : {true, false}) {
            convolution_shape c = GetParam();
            c.channels_last = channels_last;
            const double tolerance = type == f32 ? 5e-5 : 1e-12;
            const double summed = static_cast<double>(c.images * c.height * c.width);  // of a weight's gradient
            check(forward(c, type), {}, tolerance);
            check(data_gradient(c, type), {}, tolerance);
            check(weight_gradient(c, type), {}, tolerance * std::max(1.0, summed / 5000));
        }
}

INSTANTIATE_TEST_SUITE_P(
    shapes, convolutions,
    ::testing::Values(convolution_shape{2, 5, 5, 3, 4, 3, 3, 1, 1, 1}, convolution_shape{1, 7, 9, 5, 17, 3, 5, 1, 1, 0},
                      convolution_shape{3, 8, 8, 16, 16, 3, 3, 1, 1, 1},
                      convolution_shape{2, 9, 7, 16, 33, 3, 3, 2, 1, 1},  // a stride, odd extents
                      convolution_shape{2, 8, 8, 6, 10, 3, 3, 2, 1, 1},   // even ones
                      convolution_shape{1, 11, 13, 3, 6, 5, 5, 3, 1, 2},  // taps that meet few phases
                      convolution_shape{2, 10, 6, 4, 5, 2, 2, 3, 1, 0},   // a stride beyond the kernel
                      convolution_shape{2, 12, 11, 3, 4, 3, 3, 1, 2, 2},  // dilation
                      convolution_shape{1, 12, 11, 3, 4, 3, 3, 2, 2, 2},  // with a stride that it shares a factor with
                      convolution_shape{1, 13, 11, 3, 4, 3, 2, 2, 3, 3},
                      convolution_shape{2, 3, 3, 4, 8, 7, 7, 1, 1, 3},      // more taps than positions
                      convolution_shape{1, 2, 2, 2, 2, 3, 3, 1, 1, 4},      // padding beyond the image
                      convolution_shape{4, 6, 5, 3, 5, 3, 3, 1, 1, 1, 3},   // groups
                      convolution_shape{2, 9, 8, 1, 1, 3, 3, 1, 1, 1, 24},  // depthwise
                      convolution_shape{2, 9, 8, 1, 1, 3, 3, 2, 1, 1, 19},
                      convolution_shape{1, 8, 8, 1, 2, 3, 3, 1, 1, 1, 16},  // with a multiplier
                      convolution_shape{2, 1, 17, 3, 4, 1, 3, 1, 1, 0},     // one axis
                      convolution_shape{5, 28, 28, 1, 6, 5, 5, 1, 1, 2},
                      convolution_shape{1, 31, 29, 3, 32, 7, 7, 2, 1, 3},
                      convolution_shape{2, 16, 16, 32, 64, 3, 3, 2, 1, 1},
                      // Few channels: lanes sum positions.
                      convolution_shape{2, 6, 40, 2, 3, 3, 5, 1, 1, 0},     // that are no whole vectors
                      convolution_shape{2, 9, 34, 1, 4, 3, 3, 1, 1, 0},     // whole ones, read where they are
                      convolution_shape{3, 9, 17, 3, 5, 3, 3, 1, 2, 2},     // dilation
                      convolution_shape{2, 6, 33, 2, 3, 3, 3, 1, 1, 1, 3},  // groups
                      convolution_shape{1, 1, 40000, 2, 3, 1, 5, 1, 1, 2},  // more than a block has room for
                      convolution_shape{1, 300, 300, 2, 3, 3, 3, 1, 1, 1}));

TEST(convolution, of_more_channels_than_a_block_has_room_for_is_a_contraction) {
    const convolution_shape c{1, 3, 3, 20000, 2, 3, 3, 1, 1, 1};
    const kernel_spec spec = forward(c, f32);
    const auto cpu = describe("x86-64-linux-avx-avx2-fma");
    EXPECT_FALSE(choose_schedule(spec, cpu).contains("copies_windows"));
    EXPECT_EQ(fault_of(spec, choose_schedule(spec, cpu), cpu), "");
    check(spec, {}, 1e-3);
}

TEST(convolution, has_work_behind_it) {
    const convolution_shape c{3, 9, 10, 6, 20, 3, 3, 1, 1, 1};
    convolution_builder b(c, f32);
    const id x = b.images(), w = b.weights();
    const id y = b.forward(x, w);
    const id bias = b.argument(f32, b.dims({{20, 0}})), other = b.argument(f32, b.dims(y));
    b.output(b.apply(op::relu, {b.apply(op::add, {b.apply(op::add, {y, b.broadcast(bias, b.dims(y), {4})}), other})}));
    check(b.spec(), {}, 5e-5);
}

TEST(convolution, is_added_in_place) {
    const convolution_shape c{2, 7, 9, 5, 9, 3, 3, 1, 1, 1};
    convolution_builder b(c, f32);
    const id x = b.images(), w = b.weights();
    const id y = b.forward(x, w);
    const id other = b.argument(f32, b.dims(y));
    b.output(b.apply(op::add, {y, other}), 2);
    check(b.spec(), {}, 5e-5);
}

TEST(convolution, updates_weights_in_place) {
    const convolution_shape c{2, 7, 9, 5, 9, 3, 3, 1, 1, 1};
    convolution_builder b(c, f32);
    const id x = b.images(), dy = b.results(), w = b.weights(), v = b.weights();
    const id g = b.weight_gradient(x, dy);
    const id moved = b.apply(op::add, {b.apply(op::multiply, {v, b.number(0.9, v)}), g});
    b.output(moved, 3);
    b.output(b.apply(op::subtract, {w, b.apply(op::multiply, {moved, b.number(0.01, w)})}), 2);
    check(b.spec(), {}, 5e-5);
}

}  // namespace
}  // namespace testing
}  // namespace sylvite::generators
