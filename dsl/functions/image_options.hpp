// What windows over images are like: template arguments, since shapes follow from them.
//   conv2d<32, kernel{3, 5}, conv{.stride = 2, .padding = {1, 2}}>("conv", x)      numbers of rows, then of columns
//   max_pool2d<3, pool{.padding = {{0, 1}, {1, 0}}}>(x)                            in front of and behind each axis
#pragma once

#include <cstdint>

namespace sylvite {

/// A number for each axis of an image, or one for all.
struct per_axis {
    std::int64_t each[3] = {};
    std::int32_t count = 0;  // 0: none is given

    constexpr per_axis() = default;
    constexpr per_axis(std::int64_t all) : each{all, all, all}, count(1) {}  // NOLINT(google-explicit-constructor)
    constexpr per_axis(std::int64_t first, std::int64_t second) : each{first, second, 0}, count(2) {}
    constexpr per_axis(std::int64_t first, std::int64_t second, std::int64_t third)
        : each{first, second, third}, count(3) {}

    [[nodiscard]] constexpr std::int64_t operator[](int axis) const { return each[axis]; }
};

/// The extents of windows: 5, or kernel{3, 5}.
struct kernel : per_axis {
    constexpr kernel(std::int64_t all) : per_axis(all) {}  // NOLINT(google-explicit-constructor)
    constexpr kernel(std::int64_t first, std::int64_t second) : per_axis(first, second) {}
    constexpr kernel(std::int64_t first, std::int64_t second, std::int64_t third) : per_axis(first, second, third) {}
};

/// Elements in front of an axis and behind it.
struct sides {
    std::int64_t low = 0, high = 0;

    constexpr sides() = default;
    constexpr sides(std::int64_t both) : low(both), high(both) {}  // NOLINT(google-explicit-constructor)
    constexpr sides(std::int64_t in_front, std::int64_t behind) : low(in_front), high(behind) {}
};

/// As a padding: so much that a stride of 1 keeps the length. Where it is odd, one more behind than in front.
struct same_length {};
inline constexpr same_length same{};

/// 1, {1, 2} (two axes), sides{1, 2} (in front and behind), {{1, 2}, {0, 3}}, or same.
struct padding {
    sides each[3] = {};
    std::int32_t count = 1;
    bool is_same = false;

    constexpr padding(std::int64_t all) : padding(sides(all)) {}  // NOLINT(google-explicit-constructor)
    constexpr padding(sides all) : each{all, all, all} {}         // NOLINT(google-explicit-constructor)
    constexpr padding(sides first, sides second) : each{first, second, 0}, count(2) {}
    constexpr padding(sides first, sides second, sides third) : each{first, second, third}, count(3) {}
    // with all that they have by default too: GCC 12 fails to read a template argument that is not written out
    constexpr padding(same_length) : each{0, 0, 0}, is_same(true) {}  // NOLINT(google-explicit-constructor)
};

/// What stands in the padding: 0, the image mirrored at its edge (which is not repeated), its edge, or its other end.
enum class padding_mode : std::uint8_t { zero, reflect, replicate, circular };

/// Of a convolution: stride, padding, dilation, groups, mode (padding_mode::zero, reflect, replicate or circular).
struct conv {
    per_axis stride = 1;
    sylvite::padding padding = 0;
    per_axis dilation = 1;
    std::int64_t groups = 1;
    padding_mode mode = padding_mode::zero;
};

/// Of a transposed convolution: the stride, padding and dilation of the convolution that it is the adjoint of, and so
/// many more elements behind each axis.
struct conv_transpose {
    per_axis stride = 1;
    sylvite::padding padding = 0;
    per_axis output_padding = 0;
    per_axis dilation = 1;
    std::int64_t groups = 1;
};

/// Of pooling: stride (the kernel's, if none is given), padding, dilation (max_pool), ceil_mode, count_include_pad
/// (avg_pool).
struct pool {
    per_axis stride = {};  // that of the kernel, if none is given
    sylvite::padding padding = 0;
    per_axis dilation = 1;
    bool ceil_mode = false;         // windows that start inside the image or in front of it may end beyond it
    bool count_include_pad = true;  // of averages: padding counts as zeros
};

}  // namespace sylvite
