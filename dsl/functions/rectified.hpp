// Activations that leave positive numbers as they are. At 0 the derivative is that of the negative side, as PyTorch's.
#pragma once

#include <sylvite/dsl/functions/rows.hpp>

namespace sylvite {

/// x where x > 0, slope x elsewhere.
template <any_expression A>
constexpr auto leaky_relu(const A &x, double slope = 0.01, location where = location::here()) {
    return detail::composed(x, where, [=](any_expr v) { return select(v > 0, v, v * slope); });
}

}  // namespace sylvite
