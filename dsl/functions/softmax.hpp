// The softmax family, over any axes.
#pragma once

#include <sylvite/dsl/functions/rows.hpp>

namespace sylvite {

namespace detail {

/// x minus the largest element of its row, which changes neither softmax nor its gradient.
constexpr any_expr shifted(any_expr x, unsigned axes) {
    return x - along(stop_gradient(largest_over(x, axes)), x, axes);
}

constexpr any_expr softmax(any_expr x, unsigned axes) {
    const any_expr e = exp(shifted(x, axes));
    return e / along(sum_over(e, axes), x, axes);
}

constexpr any_expr log_softmax(any_expr x, unsigned axes) {
    const any_expr s = shifted(x, axes);
    return s - along(log(sum_over(exp(s), axes)), x, axes);
}

constexpr any_expr logsumexp(any_expr x, unsigned axes) {
    // infinite elements are not shifted by themselves: infinity - infinity is NaN
    const double limit = largest_finite(x.type());
    const any_expr shift = max(min(stop_gradient(largest_over(x, axes)), limit), -limit);
    const any_expr total = sum_over(exp(x - along(shift, x, axes)), axes);
    const any_expr nothing = total == 0;
    return select(nothing, -std::numeric_limits<double>::infinity(), log(select(nothing, 1, total)) + shift);
}

template <any_expression A, std::int64_t... Axes>
constexpr auto require_floating_axes() {
    require_floating<A>();
    require_axes<A, Axes...>();
}

}  // namespace detail

/// exp(x) / sum(exp(x)) over the axis, the last one by default. A row whose elements are all minus infinity gives NaN.
template <std::int64_t Axis = -1, any_expression A>
constexpr auto softmax(const A &x, location where = location::here()) {
    const graph::at here(x.owner(), where);
    detail::require_floating_axes<A, Axis>();
    return A(detail::softmax(x, detail::axes_of<Axis>(x.dims(), "softmax")));
}

/// log(softmax(x)) over the axis, the last one by default; finite for finite logits of any size.
template <std::int64_t Axis = -1, any_expression A>
constexpr auto log_softmax(const A &x, location where = location::here()) {
    const graph::at here(x.owner(), where);
    detail::require_floating_axes<A, Axis>();
    return A(detail::log_softmax(x, detail::axes_of<Axis>(x.dims(), "log_softmax")));
}

/// log(sum(exp(x))) over the axes, which are dropped; all of them by default. Minus infinity, with a gradient of 0,
/// where all elements are minus infinity; infinity where one is, with a gradient of NaN for it and 0 for the others.
template <std::int64_t... Axes, any_expression A>
constexpr auto logsumexp(const A &x, location where = location::here()) {
    const graph::at here(x.owner(), where);
    detail::require_floating_axes<A, Axes...>();
    const any_expr y = detail::logsumexp(x, detail::axes_of<Axes...>(x.dims(), "logsumexp"));
    return detail::typed_reduction<detail::type_or_f32<A>, Axes...>(x, y.id());
}

}  // namespace sylvite
