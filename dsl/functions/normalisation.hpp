// Normalisation over the last axes, without parameters; the layers stand in dsl/layers/normalisation.hpp.
#pragma once

#include <sylvite/dsl/functions/statistics.hpp>

namespace sylvite {

/// As the epsilon of rms_normalise: the dtype's distance from 1 to the next number, as PyTorch's default.
inline constexpr double machine_epsilon = -1;

namespace detail {

constexpr any_expr layer_normalise(any_expr x, int axis_count, double epsilon) {
    const unsigned axes = last_axes(x.dims(), axis_count);
    const any_expr from_mean = x - along(mean_over(x, axes), x, axes);
    return from_mean * along(rsqrt(mean_over(square(from_mean), axes) + epsilon), x, axes);
}

constexpr any_expr rms_normalise(any_expr x, int axis_count, double epsilon) {
    const unsigned axes = last_axes(x.dims(), axis_count);
    if (epsilon == machine_epsilon)
        epsilon =
            x.type() == f32 ? double{std::numeric_limits<float>::epsilon()} : std::numeric_limits<double>::epsilon();
    return x * along(rsqrt(mean_over(square(x), axes) + epsilon), x, axes);
}

template <int Count, typed_expr A>
constexpr auto require_last_axes() {
    require_floating<A>();
    constexpr bool legal = Count >= 1 && Count <= shape_of<A>.rank;
    SYLVITE_REQUIRE(legal, axis_out_of_range<operand_of<shape_t<A>>, -Count>);
}

}  // namespace detail

/// (x - mean) / sqrt(variance + epsilon) over the last `Count` axes together, the variance without correction.
/// J. L. Ba, J. R. Kiros, G. E. Hinton 2016, equation 4.
template <int Count = 1, typed_expr A>
constexpr auto layer_normalise(const A &x, double epsilon = 1e-5, location where = location::here()) {
    const graph::at here(x.owner(), where);
    detail::require_last_axes<Count, A>();
    return A(detail::layer_normalise(x, Count, epsilon));
}

/// x / sqrt(mean(x^2) + epsilon) over the last `Count` axes together. B. Zhang, R. Sennrich 2019, equation 4.
template <int Count = 1, typed_expr A>
constexpr auto rms_normalise(const A &x, double epsilon = machine_epsilon, location where = location::here()) {
    const graph::at here(x.owner(), where);
    detail::require_last_axes<Count, A>();
    return A(detail::rms_normalise(x, Count, epsilon));
}

}  // namespace sylvite
