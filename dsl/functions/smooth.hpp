// Activations with derivatives of all orders. Those whose formula takes a magnitude choose its sign by `select`, so
// that each side is a smooth function: derivatives are right at 0 too.
#pragma once

#include <sylvite/dsl/functions/rows.hpp>

namespace sylvite {

namespace detail {
constexpr any_expr softplus(any_expr x) {
    const any_expr negative = x < 0;
    return select(negative, 0, x) + log1p(exp(select(negative, x, -x)));
}
}  // namespace detail

/// log(1 + exp(beta x)) / beta, for x of any size: without PyTorch's threshold, beyond which it returns x.
template <any_expression A>
constexpr auto softplus(const A &x, double beta = 1, location where = location::here()) {
    return detail::composed(x, where, [=](any_expr v) { return detail::softplus(v * beta) / beta; });
}

/// log(1 / (1 + exp(-x))), finite for finite x of any size.
template <any_expression A>
constexpr auto log_sigmoid(const A &x, location where = location::here()) {
    return detail::composed(x, where, [](any_expr v) { return -detail::softplus(-v); });
}

/// x sigmoid(x). S. Elfwing, E. Uchibe, K. Doya 2018.
template <any_expression A>
constexpr auto silu(const A &x, location where = location::here()) {
    return detail::composed(x, where, [](any_expr v) { return v * sigmoid(v); });
}

/// x tanh(softplus(x)). D. Misra 2020.
template <any_expression A>
constexpr auto mish(const A &x, location where = location::here()) {
    return detail::composed(x, where, [](any_expr v) { return v * tanh(detail::softplus(v)); });
}

/// x / (1 + |x|).
template <any_expression A>
constexpr auto softsign(const A &x, location where = location::here()) {
    return detail::composed(x, where, [](any_expr v) { return v / (1 + abs(v)); });
}

/// x / 2 (1 + erf(x / sqrt(2))): x times the normal distribution's probability of a number below x. D. Hendrycks,
/// K. Gimpel 2016.
template <any_expression A>
constexpr auto gelu(const A &x, location where = location::here()) {
    return detail::composed(x, where, [](any_expr v) { return v * ndtr(v); });
}

/// x / 2 (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))), the approximation of gelu; PyTorch's approximate="tanh".
template <any_expression A>
constexpr auto gelu_tanh(const A &x, location where = location::here()) {
    // (1 + tanh(u)) / 2 = sigmoid(2 u), which loses no digits where tanh(u) is near -1
    return detail::composed(x, where, [](any_expr v) {
        return v * sigmoid(v * (1.5957691216057308 + (1.5957691216057308 * 0.044715) * square(v)));
    });
}

}  // namespace sylvite
