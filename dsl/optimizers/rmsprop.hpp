// RMSProp.
#pragma once

#include <sylvite/dsl/optimizers/minimize.hpp>

namespace sylvite {

/// Tieleman and Hinton 2012, lecture 6e, as in PyTorch:
/// s <- a s + (1 - a) g^2;  w <- w - rate g / (sqrt(s) + epsilon)
/// Centred (Graves 2013, equations 38 to 40): m <- a m + (1 - a) g, and s - m^2 in place of s. With momentum p:
/// b <- p b + g / (...);  w <- w - rate b. Keeps "PARAMETER.rmsprop_square", "..._mean" and "..._momentum" as needed.
struct rmsprop {
    learning_rate rate;
    double smoothing = 0.99;
    double epsilon = 1e-8;
    double momentum = 0;
    bool centred = false;
    std::string_view name = "rmsprop";

    constexpr void check() const {
        detail::expect_below_1("rmsprop: smoothing", smoothing);
        detail::expect_at_least_0("rmsprop: epsilon", epsilon);
        detail::expect_at_least_0("rmsprop: momentum", momentum);
    }
    constexpr any_expr operator()(update_context &to, any_expr w, any_expr g) const {
        const any_expr square = to.state_of(w, detail::joined(name, "_square"));
        const any_expr next_square = square * smoothing + (g * g) * (1 - smoothing);
        to.assign(square, next_square);
        any_expr variance = next_square;
        if (centred) {
            const any_expr mean = to.state_of(w, detail::joined(name, "_mean"));
            const any_expr next_mean = mean * smoothing + g * (1 - smoothing);
            to.assign(mean, next_mean);
            variance = max(next_square - next_mean * next_mean, 0);  // rounding may take it below
        }
        any_expr step = g / (sqrt(variance) + epsilon);
        if (momentum != 0) {
            const any_expr buffer = to.state_of(w, detail::joined(name, "_momentum"));
            step = buffer * momentum + step;
            to.assign(buffer, step);
        }
        return to.converted(rate, w.type()) * step;
    }
};

}  // namespace sylvite
