// Windows along several axes of an image at once, and where a padding or a stride makes them simple, simpler ways to
// the same elements.
#pragma once

#include <sylvite/dsl/functions/image_rule.hpp>
#include <sylvite/dsl/functions/rows.hpp>
#include <sylvite/dsl/ops/slicing.hpp>
#include <sylvite/dsl/ops/windows.hpp>

namespace sylvite::detail {

/// How much `same` puts in front of an axis and behind it.
template <class Padding>
constexpr sides padding_along(const Padding &p, int axis, const graph::window &w) {
    const std::int64_t whole = w.reach() - 1;
    return p.is_same ? sides(whole / 2, whole - whole / 2) : p.each[axis];
}
template <class Padding>
constexpr graph::window window_along(int axis, const per_axis &taps, const per_axis &stride, const per_axis &dilation,
                                     const Padding &p) {
    graph::window w{taps[axis], stride[axis], dilation[axis], 0, 0};
    const sides around = padding_along(p, axis, w);
    w.low = around.low;
    w.high = around.high;
    return w;
}

/// Whether there are numbers for as many axes as the image has, and whether they make sense.
template <class Result>
constexpr bool require_windows(Result &r, int axes, const per_axis &taps, const per_axis &stride,
                               const per_axis &dilation, const padding &p) {
    for (const std::int32_t count : {taps.count, stride.count, dilation.count, p.count}) r.require_count(count, axes);
    for (int i = 0; i < axes && r.is_right(); ++i) {
        r.require(taps[i] >= 1 && stride[i] >= 1 && dilation[i] >= 1,
                  because::kernel_stride_and_dilation_are_at_least_1, {taps[i], stride[i], dilation[i]});
        r.require(!p.is_same || stride[i] == 1, because::same_padding_needs_a_stride_of_1, {stride[i]});
        r.require(p.each[i].low >= 0 && p.each[i].high >= 0, because::padding_is_negative,
                  {p.each[i].low, p.each[i].high});
    }
    return r.is_right();
}
template <class Result>
constexpr bool require_fit(Result &r, int axis, const extent &e, const graph::window &w) {
    return e.is_dynamic() ? r.require(w.fits(e), because::window_changes_length_of_dynamic_axis, {axis})
                          : r.require(w.fits(e), because::kernel_is_larger_than_padded_image,
                                      {axis, w.reach(), e.value + w.low + w.high});
}

/// An image whose axes, from the third on, became position and tap; where a window is one element there is no tap.
struct image_windows {
    any_expr seen;
    int positions[3] = {};
    int taps[3] = {-1, -1, -1};

    /// The axes of taps.
    [[nodiscard]] constexpr unsigned mask() const {
        unsigned m = 0;
        for (const int t : taps)
            if (t >= 0) m |= 1u << t;
        return m;
    }
};

/// Windows that touch and don't overlap are a part of the image in another shape.
constexpr bool are_blocks(const extent &e, const graph::window &w) {
    return !e.is_dynamic() && w.taps == w.stride && w.dilation == 1;
}
template <class Builder>
constexpr graph::node_id blocks(Builder &b, graph::node_id x, int axis, const graph::window &w) {
    const extent e = b.dims(x)[axis];
    const std::int64_t count = w.positions(e).value;
    x = graph::pad(b, x, axis, {w.low, count * w.taps - w.low - e.value, 0}, 0);
    const sylvite::shape from = b.dims(x);
    sylvite::shape to;
    for (int i = 0; i < from.rank; ++i) {
        if (i == axis) to.push_back({count, 0});
        to.push_back(i == axis ? extent{w.taps, 0} : from[i]);
    }
    return graph::reshape(b, x, to);
}

/// `first` is the image's first axis with windows. Padding is 0.
template <class Expression>
constexpr image_windows windows_of(const Expression &x, int first, int axes, const graph::window *w) {
    auto &b = x.owner();
    auto id = x.id();
    image_windows found;
    for (int i = axes; i-- > 0;) {
        const int axis = first + i;
        if (w[i] == graph::window{}) continue;
        id = are_blocks(b.dims(id)[axis], w[i]) ? blocks(b, id, axis, w[i]) : graph::windows(b, id, axis, w[i]);
        if (w[i].taps == 1)
            id = graph::reshape(b, id, graph::without_axes(b.dims(id), 1u << (axis + 1)));
        else
            found.taps[i] = 0;
    }
    for (int i = 0, at = first; i < axes; ++i) {
        found.positions[i] = at++;
        if (found.taps[i] == 0) found.taps[i] = at++;
    }
    found.seen = any_expr(b, id);
    return found;
}

}  // namespace sylvite::detail
