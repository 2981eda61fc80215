// What batch, group and instance normalisation share: differences from a mean, in units of the deviation.
#pragma once

#include <sylvite/dsl/functions/statistics.hpp>

namespace sylvite::detail {

/// y = (x - mean) r over the axes of the mask, r = 1 / sqrt(variance + epsilon). The gradient is the closed form, which
/// needs two sums that do not wait for each other: r (dy - mean(dy) - y mean(dy y)).
constexpr any_expr standardised(any_expr x, any_expr mean, any_expr variance, unsigned axes, double epsilon) {
    graph::builder &b = x.owner();
    const any_expr root = along(rsqrt(variance + epsilon), x, axes);
    const any_expr y = (x - along(mean, x, axes)) * root;
    const any_expr dy(b, graph::adjoint_of(b, y.id()));
    const any_expr part =
        root * (dy - along(mean_over(dy, axes), x, axes) - y * along(mean_over(dy * y, axes), x, axes));
    return {b, graph::custom_gradient(b, y.id(), x.id(), part.id(), dy.id(), false)};
}
constexpr any_expr standardised(any_expr x, unsigned axes, double epsilon) {
    return standardised(x, mean_over(x, axes), variance(x, axes, 0), axes, epsilon);
}

/// [channels] beside each element of x [batch, channels, ...].
constexpr any_expr of_channels(any_expr each, any_expr x) {
    const std::int64_t axis = 1;
    return {x.owner(), graph::broadcast(x.owner(), each.id(), x.dims(), {&axis, 1})};
}

}  // namespace sylvite::detail
