// Adagrad.
#pragma once

#include <sylvite/dsl/optimizers/minimize.hpp>

namespace sylvite {

/// Duchi, Hazan and Singer 2011, figure 1, as in PyTorch: s <- s + g^2;  w <- w - rate / (1 + (t - 1) rate_decay) g /
/// (sqrt(s) + epsilon). Keeps "PARAMETER.adagrad_sum", which starts at `start`, and with a rate_decay the steps taken.
struct adagrad {
    learning_rate rate;
    double rate_decay = 0;
    double start = 0;
    double epsilon = 1e-10;
    std::string_view name = "adagrad";

    constexpr void check() const {
        detail::expect_at_least_0("adagrad: rate_decay", rate_decay);
        detail::expect_at_least_0("adagrad: start", start);
        detail::expect_at_least_0("adagrad: epsilon", epsilon);
    }
    constexpr any_expr prepare(update_context &to) const {
        if (rate_decay == 0) return rate.is_number() ? to.literal(f64, rate.number()) : rate.expression();
        const any_expr steps = to.shared_state(detail::joined(name, "_steps"), f64, zeros);
        to.assign(steps, steps + 1);
        return to.converted(rate, f64) / (steps * rate_decay + 1);
    }
    constexpr any_expr operator()(update_context &to, any_expr rate_now, any_expr w, any_expr g) const {
        const any_expr sum = to.state_of(w, detail::joined(name, "_sum"), constant(start));
        const any_expr next = sum + g * g;
        to.assign(sum, next);
        return to.converted(rate_now, w.type()) * (g / (sqrt(next) + epsilon));
    }
};

}  // namespace sylvite
