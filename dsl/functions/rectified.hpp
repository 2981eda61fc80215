// Activations that leave positive numbers as they are. At 0 the derivative is that of the negative side, as PyTorch's.
#pragma once

#include <sylvite/dsl/functions/rows.hpp>

namespace sylvite {

/// x where x > 0, slope x elsewhere.
template <any_expression A>
constexpr auto leaky_relu(const A &x, double slope = 0.01, location where = location::here()) {
    return detail::composed(x, where, [=](any_expr v) { return select(v > 0, v, v * slope); });
}

namespace detail {
/// The side that is not taken sees 0: exp of a large number would make its gradient 0 times infinity.
constexpr any_expr elu(any_expr x, double alpha) {
    const any_expr positive = x > 0;
    return select(positive, x, expm1(select(positive, 0, x)) * alpha);
}
}  // namespace detail

/// x where x > 0, alpha (exp(x) - 1) elsewhere. D.-A. Clevert, T. Unterthiner, S. Hochreiter 2016.
template <any_expression A>
constexpr auto elu(const A &x, double alpha = 1, location where = location::here()) {
    return detail::composed(x, where, [=](any_expr v) { return detail::elu(v, alpha); });
}

/// elu, scaled so that the mean 0 and the variance 1 of its operand are kept. G. Klambauer, T. Unterthiner, A. Mayr,
/// S. Hochreiter 2017, equation 2.
template <any_expression A>
constexpr auto selu(const A &x, location where = location::here()) {
    return detail::composed(x, where,
                            [](any_expr v) { return detail::elu(v, 1.6732632423543772) * 1.0507009873554805; });
}

}  // namespace sylvite
