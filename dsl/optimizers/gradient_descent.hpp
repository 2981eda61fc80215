// Gradient descent, with and without momentum. Formulas as in PyTorch's SGD, so that steps agree.
#pragma once

#include <sylvite/dsl/optimizers/minimize.hpp>

namespace sylvite {

/// w <- w - rate g
struct gradient_descent {
    learning_rate rate;

    constexpr any_expr operator()(update_context &to, any_expr w, any_expr g) const {
        return to.converted(rate, w.type()) * g;
    }
};

/// v <- factor v + g;  w <- w - rate v. With Nesterov's form, w <- w - rate (g + factor v): Sutskever et al. 2013, in
/// the arrangement of PyTorch. Keeps "PARAMETER.momentum".
struct momentum {
    learning_rate rate;
    double factor = 0.9;
    bool nesterov = false;
    std::string_view name = "momentum";

    constexpr void check() const { detail::expect_at_least_0("momentum: factor", factor); }
    constexpr any_expr operator()(update_context &to, any_expr w, any_expr g) const {
        const any_expr v = to.state_of(w, name);
        const any_expr next = v * factor + g;
        to.assign(v, next);
        return to.converted(rate, w.type()) * (nesterov ? g + next * factor : next);
    }
};

}  // namespace sylvite
