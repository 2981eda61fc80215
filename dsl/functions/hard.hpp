// Activations of straight pieces with two corners. At the corners the derivative is that of the flat side, as
// PyTorch's.
#pragma once

#include <sylvite/dsl/functions/rows.hpp>

namespace sylvite {

namespace detail {
/// min(max(x, low), high); NaN passes.
constexpr any_expr clipped(any_expr x, double low, double high) {
    return select(x <= low, low, select(x >= high, high, x));
}
}  // namespace detail

/// x within low..high, the nearer bound elsewhere.
template <any_expression A>
constexpr auto hard_tanh(const A &x, double low = -1, double high = 1, location where = location::here()) {
    return detail::composed(x, where, [=](any_expr v) { return detail::clipped(v, low, high); });
}

/// min(max(x, 0), 6).
template <any_expression A>
constexpr auto relu6(const A &x, location where = location::here()) {
    return detail::composed(x, where, [](any_expr v) { return detail::clipped(v, 0, 6); });
}

/// relu6(x + 3) / 6.
template <any_expression A>
constexpr auto hard_sigmoid(const A &x, location where = location::here()) {
    return detail::composed(x, where, [](any_expr v) { return detail::clipped(v + 3, 0, 6) / 6; });
}

/// x relu6(x + 3) / 6. A. Howard et al. 2019, "Searching for MobileNetV3".
template <any_expression A>
constexpr auto hard_swish(const A &x, location where = location::here()) {
    return detail::composed(x, where, [](any_expr v) { return v * (detail::clipped(v + 3, 0, 6) / 6); });
}

}  // namespace sylvite
