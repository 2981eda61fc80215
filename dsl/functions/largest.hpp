// The largest element of windows, whose gradient goes to the place where it was found: no value is compared again, and
// of equal elements one alone gets it, in derivatives of every order.
#pragma once

#include <sylvite/dsl/functions/image_windows.hpp>
#include <sylvite/dsl/ops/effect.hpp>

namespace sylvite::detail {

/// i32: the row-major number of each element within the axes of the mask.
template <class Expression>
constexpr any_expr number_within(const Expression &x, unsigned mask) {
    graph::builder &b = x.owner();
    const sylvite::shape dims = x.dims();
    Expression number;
    for (int i = 0; i < dims.rank; ++i) {
        if ((mask >> i & 1u) == 0) continue;
        const Expression along(b, graph::iota(b, dims, i));
        number = number.empty() ? along : number * Expression(b, graph::extent_of(b, dims[i])) + along;
    }
    return number;
}

/// The largest over the axes of the mask; the adjoint goes to the element with the number `position` within them.
template <class Expression>
constexpr any_expr largest_at(const Expression &x, unsigned mask, const Expression &value, const Expression &position) {
    graph::builder &b = x.owner();
    const Expression dy(b, graph::adjoint_of(b, value.id()));
    const Expression part = select(number_within(x, mask) == along(position, x, mask), along(dy, x, mask), 0);
    return {b, graph::custom_gradient(b, value.id(), x.id(), part.id(), dy.id(), false)};
}

/// Windows whose padding is minus infinity. Along a run-time extent, where nothing can be added, it is put in
/// afterwards.
template <class Expression>
constexpr image_windows windows_with_infinity(const Expression &x, int axes, const graph::window *w) {
    constexpr double least = -std::numeric_limits<double>::infinity();
    graph::builder &b = x.owner();
    const sylvite::shape image = x.dims();
    graph::padding around[max_rank] = {};
    graph::window within[3];
    bool is_open = false;
    for (int i = 0; i < axes; ++i) {
        within[i] = w[i];
        if (image[2 + i].is_dynamic()) {
            is_open = is_open || w[i].low != 0 || w[i].high != 0;
            continue;
        }
        around[2 + i] = {w[i].low, w[i].high, 0};
        within[i].low = within[i].high = 0;
    }
    const Expression wide(b, graph::pad(b, x.id(), {around, static_cast<std::size_t>(image.rank)}, least));
    image_windows all = windows_of(wide, 2, axes, within);
    if (!is_open) return all;
    const graph::node_id one = graph::constant(b, x.type(), 1);
    const Expression ones(b, graph::broadcast_to(b, one, wide.dims()));
    all.seen = select(windows_of(ones, 2, axes, within).seen == 1, all.seen, least);
    return all;
}

/// i32: the number of the first tap that is inside the image, of each window.
template <class Expression>
constexpr any_expr first_inside(const Expression &value, const image_windows &all, int axes, const graph::window *w) {
    graph::builder &b = value.owner();
    Expression number;
    for (int i = 0; i < axes; ++i) {
        if (all.taps[i] < 0) continue;
        const Expression position(b, graph::iota(b, value.dims(), 2 + i));
        Expression tap = max(static_cast<int>(w[i].low) - position * static_cast<int>(w[i].stride), 0);
        if (w[i].dilation != 1) {
            const Expression up = Expression(b, graph::cast(b, tap.id(), f32)) + static_cast<double>(w[i].dilation - 1);
            tap = Expression(b, graph::cast(b, floor(up / static_cast<double>(w[i].dilation)).id(), i32));
        }
        number = number.empty() ? tap : number * static_cast<int>(w[i].taps) + tap;
    }
    return number;
}

/// The largest element of each window. Where it is minus infinity the first element of the image has its place, not the
/// padding in front of it.
template <class Windows>
constexpr any_expr largest_in(const Windows &all, int axes, const graph::window *w) {
    const unsigned mask = all.mask();
    if (mask == 0) return all.seen;
    const any_expr value = largest_over(all.seen, mask);
    any_expr position = reduced(graph::op::argmax, all.seen, mask);
    bool starts_in_padding = false;
    for (int i = 0; i < axes; ++i) starts_in_padding = starts_in_padding || w[i].low > 0;
    if (starts_in_padding)
        position =
            select(value == -std::numeric_limits<double>::infinity(), first_inside(value, all, axes, w), position);
    return largest_at(all.seen, mask, value, position);
}

}  // namespace sylvite::detail
