// Update rules, each a few expressions. Formulas as in PyTorch, so that steps agree.
#pragma once

#include <sylvite/dsl/optimizers/minimize.hpp>

namespace sylvite {

/// w <- w - rate g
struct gradient_descent {
    any_expr rate;

    constexpr update_context::nothing prepare(update_context &) const { return {}; }
    constexpr void operator()(update_context &to, update_context::nothing, any_expr w, any_expr g) const {
        to.assign(w, w - to.converted(rate, w.type()) * g);
    }
};

/// v <- momentum v + g;  w <- w - rate v
struct momentum {
    any_expr rate;
    double factor = 0.9;

    constexpr update_context::nothing prepare(update_context &) const { return {}; }
    constexpr void operator()(update_context &to, update_context::nothing, any_expr w, any_expr g) const {
        const any_expr v = to.state_of(w, "momentum");
        const any_expr next = v * factor + g;
        to.assign(v, next);
        to.assign(w, w - to.converted(rate, w.type()) * next);
    }
};

/// Kingma and Ba 2015, algorithm 1, with the bias corrections applied as PyTorch does:
/// m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2;  w <- w - rate / (1 - b1^t) m / (sqrt(v / (1 - b2^t)) + epsilon)
struct adam {
    any_expr rate;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;

    struct corrections {
        any_expr step;   // rate / (1 - b1^t)
        any_expr scale;  // 1 / sqrt(1 - b2^t)
    };
    constexpr corrections prepare(update_context &to) const {
        // the powers of the betas are kept in f64: 1 - b2^t loses three digits in the first steps
        const any_expr power1 = to.scalar_state("adam.beta1_power", f64, constant(1));
        const any_expr power2 = to.scalar_state("adam.beta2_power", f64, constant(1));
        const any_expr next1 = power1 * beta1, next2 = power2 * beta2;
        to.assign(power1, next1);
        to.assign(power2, next2);
        return {to.converted(rate, f64) / (1.0 - next1), rsqrt(1.0 - next2)};
    }
    constexpr void operator()(update_context &to, const corrections &corrected, any_expr w, any_expr g) const {
        const any_expr m = to.state_of(w, "adam_m"), v = to.state_of(w, "adam_v");
        const any_expr next_m = m * beta1 + g * (1 - beta1);
        const any_expr next_v = v * beta2 + (g * g) * (1 - beta2);
        const any_expr step = to.converted(corrected.step, w.type()), scale = to.converted(corrected.scale, w.type());
        to.assign(m, next_m);
        to.assign(v, next_v);
        to.assign(w, w - step * (next_m / (sqrt(next_v) * scale + epsilon)));
    }
};

}  // namespace sylvite
