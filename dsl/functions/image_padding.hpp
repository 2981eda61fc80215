// Images padded with more than zeros: mirrored, repeated at the edge, or with their other end.
#pragma once

#include <sylvite/dsl/functions/function_object.hpp>
#include <sylvite/dsl/functions/image_windows.hpp>

namespace sylvite {

namespace detail {

/// Whether an axis can be padded so.
template <class Result>
constexpr bool require_padding(Result &r, int axis, const extent &e, const sides &by, auto mode) {
    if (by.low == 0 && by.high == 0) return r.is_right();
    if (mode == padding_mode::zero) return r.is_right();
    const std::int64_t most = mode == padding_mode::reflect ? e.value - 1 : e.value;
    r.require(by.low >= 0 && by.high >= 0, because::padding_is_negative, {by.low, by.high});
    r.require(!e.is_dynamic(), because::axis_is_dynamic, {axis});
    return r.require(mode == padding_mode::replicate || (by.low <= most && by.high <= most),
                     because::padding_is_larger_than_image, {axis, by.low, by.high});
}

/// The elements of what stands in front of the axis (or behind it): `count` of them.
template <class Builder>
constexpr graph::node_id padding_part(Builder &b, graph::node_id x, int axis, std::int64_t count, bool in_front,
                                      auto mode) {
    const std::int64_t n = b.dims(x)[axis].value;
    if (mode == padding_mode::circular)
        return graph::slice(b, x, axis, {in_front ? n - count : 0, in_front ? n : count, 1});
    if (mode == padding_mode::reflect) {
        const std::int64_t first = in_front ? 1 : n - 1 - count;
        return graph::reverse(b, graph::slice(b, x, axis, {first, first + count, 1}), 1u << axis);
    }
    const graph::node_id edge = graph::slice(b, x, axis, {in_front ? 0 : n - 1, in_front ? 1 : n, 1});
    sylvite::shape dims = b.dims(x);
    dims[axis] = {count, 0};
    return graph::broadcast_to(b, edge, dims);
}

template <class Expression>
constexpr Expression padded(const Expression &x, int axis, const sides &by, auto mode) {
    auto &b = x.owner();
    if (mode == padding_mode::zero) return Expression(b, graph::pad(b, x.id(), axis, {by.low, by.high, 0}, 0));
    graph::node_id parts[3] = {};
    std::size_t count = 0;
    if (by.low > 0) parts[count++] = padding_part(b, x.id(), axis, by.low, true, mode);
    parts[count++] = x.id();
    if (by.high > 0) parts[count++] = padding_part(b, x.id(), axis, by.high, false, mode);
    return count == 1 ? x : Expression(b, graph::concat(b, {parts, count}, axis));
}

template <int Axes, padding Padding, padding_mode Mode>
struct padding_function {
    static constexpr bool takes_floats = false;
    static constexpr image_result rule(const auto &x) {
        auto r = of_shape(x);
        r.require(x.rank >= Axes, because::axis_is_out_of_range, {-Axes});
        r.require_count(Padding.count, Axes);
        for (int i = 0; i < Axes && r.is_right(); ++i) {
            const int axis = x.rank - Axes + i;
            const sides by = Padding.each[i];
            const extent to = graph::padded_extent(x[axis], {by.low, by.high, 0});
            r.require(to.value > 0 || !x[axis].is_dynamic(), because::axis_is_dynamic, {axis});
            r.require(to.value > 0, because::no_elements_would_be_left, {axis});
            require_padding(r, axis, x[axis], by, Mode);
            r.dims[axis] = to;
        }
        return r;
    }
    static constexpr auto apply(auto x) {
        const int first = x.dims().rank - Axes;
        for (int i = 0; i < Axes; ++i) x = padded(x, first + i, Padding.each[i], Mode);
        return x;
    }
};

}  // namespace detail

/// Zeros around the last one, two or three axes; negative numbers cut off: zero_pad2d<padding{1, 2}>(x). Other values:
/// pad<Axis, Low, High>(x, value).
template <padding Padding>
inline constexpr detail::function_object<detail::padding_function<1, Padding, padding_mode::zero>> zero_pad1d{};
template <padding Padding>
inline constexpr detail::function_object<detail::padding_function<2, Padding, padding_mode::zero>> zero_pad2d{};
template <padding Padding>
inline constexpr detail::function_object<detail::padding_function<3, Padding, padding_mode::zero>> zero_pad3d{};

/// The image mirrored at its edges, which are not repeated: fewer elements than the axis has.
template <padding Padding>
inline constexpr detail::function_object<detail::padding_function<1, Padding, padding_mode::reflect>>
    reflection_pad1d{};
template <padding Padding>
inline constexpr detail::function_object<detail::padding_function<2, Padding, padding_mode::reflect>>
    reflection_pad2d{};
template <padding Padding>
inline constexpr detail::function_object<detail::padding_function<3, Padding, padding_mode::reflect>>
    reflection_pad3d{};

/// The elements at the edges, repeated.
template <padding Padding>
inline constexpr detail::function_object<detail::padding_function<1, Padding, padding_mode::replicate>>
    replication_pad1d{};
template <padding Padding>
inline constexpr detail::function_object<detail::padding_function<2, Padding, padding_mode::replicate>>
    replication_pad2d{};
template <padding Padding>
inline constexpr detail::function_object<detail::padding_function<3, Padding, padding_mode::replicate>>
    replication_pad3d{};

/// The other end of the axis, as if it were a ring: no more elements than the axis has.
template <padding Padding>
inline constexpr detail::function_object<detail::padding_function<1, Padding, padding_mode::circular>> circular_pad1d{};
template <padding Padding>
inline constexpr detail::function_object<detail::padding_function<2, Padding, padding_mode::circular>> circular_pad2d{};
template <padding Padding>
inline constexpr detail::function_object<detail::padding_function<3, Padding, padding_mode::circular>> circular_pad3d{};

}  // namespace sylvite
