// Adam and AdamW.
#pragma once

#include <sylvite/dsl/optimizers/minimize.hpp>

namespace sylvite {

/// Kingma and Ba 2015, algorithm 1, with the bias corrections applied as PyTorch does:
/// m <- b1 m + (1 - b1) g;  v <- b2 v + (1 - b2) g^2;  w <- w - rate / (1 - b1^t) m / (sqrt(v / (1 - b2^t)) + epsilon)
/// Keeps "PARAMETER.adam_m", "PARAMETER.adam_v" and, for all parameters together, the powers of the betas.
struct adam {
    learning_rate rate;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    std::string_view name = "adam";  // of its states; rules of different names share none

    constexpr void check() const {
        detail::expect_below_1("adam: beta1", beta1);
        detail::expect_below_1("adam: beta2", beta2);
        detail::expect_at_least_0("adam: epsilon", epsilon);
    }
    struct corrections {
        any_expr step;   // rate / (1 - b1^t)
        any_expr scale;  // 1 / sqrt(1 - b2^t)
    };
    constexpr corrections prepare(update_context &to) const {
        // the powers of the betas are kept in f64: 1 - b2^t loses three digits in the first steps
        const any_expr power1 = to.shared_state(detail::joined(name, "_beta1_power"), f64, constant(1));
        const any_expr power2 = to.shared_state(detail::joined(name, "_beta2_power"), f64, constant(1));
        const any_expr next1 = power1 * beta1, next2 = power2 * beta2;
        to.assign(power1, next1);
        to.assign(power2, next2);
        return {to.converted(rate, f64) / (1.0 - next1), rsqrt(1.0 - next2)};
    }
    constexpr any_expr operator()(update_context &to, const corrections &corrected, any_expr w, any_expr g) const {
        const any_expr m = to.state_of(w, detail::joined(name, "_m")), v = to.state_of(w, detail::joined(name, "_v"));
        const any_expr next_m = m * beta1 + g * (1 - beta1);
        const any_expr next_v = v * beta2 + (g * g) * (1 - beta2);
        const any_expr step = to.converted(corrected.step, w.type()), scale = to.converted(corrected.scale, w.type());
        to.assign(m, next_m);
        to.assign(v, next_v);
        return step * (next_m / (sqrt(next_v) * scale + epsilon));
    }
};

/// Adam with decoupled decay, w <- w (1 - rate decay) before Adam's step: Loshchilov and Hutter 2019, algorithm 2. To
/// let some parameters decay only, use adam with the option decoupled_decay(0.01, except("*.bias")).
struct adamw {
    learning_rate rate;
    double beta1 = 0.9;
    double beta2 = 0.999;
    double epsilon = 1e-8;
    double decay = 0.01;
    std::string_view name = "adam";

    struct shared {
        adam::corrections corrected;
        any_expr shrinkage;  // rate decay
    };
    constexpr void check() const {
        inner().check();
        detail::expect_at_least_0("adamw: decay", decay);
    }
    constexpr shared prepare(update_context &to) const {
        return {inner().prepare(to), to.converted(rate, f64) * decay};
    }
    constexpr any_expr operator()(update_context &to, const shared &all, any_expr w, any_expr g) const {
        return to.converted(all.shrinkage, w.type()) * w + inner()(to, all.corrected, w, g);
    }

  private:
    [[nodiscard]] constexpr adam inner() const { return {rate, beta1, beta2, epsilon, name}; }
};

}  // namespace sylvite
