// Variance and norms over any axes, which are dropped; all axes by default.
#pragma once

#include <sylvite/dsl/functions/softmax.hpp>

namespace sylvite {

namespace detail {

constexpr any_expr variance(any_expr x, unsigned axes, int correction) {
    const any_expr from_mean = x - along(mean_over(x, axes), x, axes);
    return sum_over(square(from_mean), axes) / (count_over(x, axes) - correction);
}

/// The root's derivative at 0 is infinite, and 0 times infinity NaN: there the norm is the literal 0.
constexpr any_expr norm(any_expr x, unsigned axes) {
    const any_expr squares = sum_over(square(x), axes);
    const any_expr nothing = squares == 0;
    return select(nothing, 0, sqrt(select(nothing, 1, squares)));
}

}  // namespace detail

/// The sum of the squared differences from the mean over (n - correction) elements. A correction of 1 estimates the
/// variance of what the elements are a sample of (PyTorch's default), 0 gives that of the elements themselves.
template <std::int64_t... Axes, any_expression A>
constexpr auto variance(const A &x, int correction = 1, location where = location::here()) {
    const graph::at here(x.owner(), where);
    detail::require_floating_axes<A, Axes...>();
    const any_expr y = detail::variance(x, detail::axes_of<Axes...>(x.dims(), "variance"), correction);
    return detail::typed_reduction<detail::type_or_f32<A>, Axes...>(x, y.id());
}

/// The Euclidean (L2) norm. Its gradient where all elements are 0 is 0.
template <std::int64_t... Axes, any_expression A>
constexpr auto norm(const A &x, location where = location::here()) {
    const graph::at here(x.owner(), where);
    detail::require_floating_axes<A, Axes...>();
    const any_expr y = detail::norm(x, detail::axes_of<Axes...>(x.dims(), "norm"));
    return detail::typed_reduction<detail::type_or_f32<A>, Axes...>(x, y.id());
}

/// The sum of the magnitudes (L1). The gradient at 0 is 0.
template <std::int64_t... Axes, any_expression A>
constexpr auto l1_norm(const A &x, location where = location::here()) {
    const graph::at here(x.owner(), where);
    detail::require_floating_axes<A, Axes...>();
    return sum<Axes...>(abs(x));
}

/// The largest magnitude. The gradient is shared evenly by equal ones, and 0 at 0.
template <std::int64_t... Axes, any_expression A>
constexpr auto infinity_norm(const A &x, location where = location::here()) {
    const graph::at here(x.owner(), where);
    detail::require_floating_axes<A, Axes...>();
    return reduce_max<Axes...>(abs(x));
}

}  // namespace sylvite
