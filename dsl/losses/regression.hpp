// Losses of predicted numbers.
#pragma once

#include <sylvite/dsl/losses/operands.hpp>

namespace sylvite {

/// (prediction - target)^2 for each element.
template <typed_expr A, typed_expr B>
constexpr auto squared_error(const A &prediction, const B &target, location where = location::here()) {
    const graph::at here(prediction.owner(), where);
    detail::require_alike<A, B>();
    return square(prediction - target);
}

/// |prediction - target| for each element; the gradient is 0 where they are equal.
template <typed_expr A, typed_expr B>
constexpr auto absolute_error(const A &prediction, const B &target, location where = location::here()) {
    const graph::at here(prediction.owner(), where);
    detail::require_alike<A, B>();
    return abs(prediction - target);
}

/// The mean squared error: a scalar, the mean over all elements.
template <typed_expr A, typed_expr B>
constexpr auto mse(const A &prediction, const B &target, location where = location::here()) {
    const graph::at here(prediction.owner(), where);
    return mean(squared_error(prediction, target));
}

/// The mean absolute error: a scalar, the mean over all elements.
template <typed_expr A, typed_expr B>
constexpr auto mae(const A &prediction, const B &target, location where = location::here()) {
    const graph::at here(prediction.owner(), where);
    return mean(absolute_error(prediction, target));
}

/// For each element, with d = prediction - target: d^2 / 2 where |d| < delta, delta (|d| - delta / 2) beyond. P. J.
/// Huber 1964.
template <typed_expr A, typed_expr B>
constexpr auto huber(const A &prediction, const B &target, double delta = 1, location where = location::here()) {
    const graph::at here(prediction.owner(), where);
    detail::require_alike<A, B>();
    const any_expr d = prediction - target, size = abs(d);
    return A(select(size < delta, 0.5 * square(d), delta * (size - 0.5 * delta)));
}

/// huber / beta: d^2 / (2 beta) where |d| < beta, |d| - beta / 2 beyond; |d| for a beta of 0. R. Girshick 2015,
/// equation 3.
template <typed_expr A, typed_expr B>
constexpr auto smooth_l1(const A &prediction, const B &target, double beta = 1, location where = location::here()) {
    const graph::at here(prediction.owner(), where);
    detail::require_alike<A, B>();
    const any_expr d = prediction - target, size = abs(d);
    if (beta == 0) return A(size);
    return A(select(size < beta, 0.5 / beta * square(d), size - 0.5 * beta));
}

}  // namespace sylvite
