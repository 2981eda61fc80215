// What a user writes in a header of their own: an update rule, an activation with its own gradient, a loss, a metric.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

/// Lion (Chen et al. 2023, algorithm 2): the step is the sign of a mean of gradients.
struct lion {
    learning_rate rate;
    double beta1 = 0.9;
    double beta2 = 0.99;

    constexpr any_expr operator()(update_context &to, any_expr w, any_expr g) const {
        const any_expr m = to.state_of(w, "lion");
        to.assign(m, m * beta2 + g * (1 - beta2));
        return to.converted(rate, w.type()) * sign(m * beta1 + g * (1 - beta1));
    }
};

/// -1 or 1; the gradient passes where |x| is at most 1 (Hubara et al. 2016, equation 4).
template <typed_expr X>
constexpr auto binary_sign(const X &x) {
    return custom_gradient([](auto dy, auto, auto in) { return select(abs(in) <= 1, dy, 0); },
                           select(x < 0, x * 0 - 1, 1), x);
}

/// log(cosh(a - b)), one value an element.
template <typed_expr A, typed_expr B>
constexpr auto log_cosh(const A &a, const B &b) {
    const auto d = abs(a - b);
    return d + log1p(exp(-2 * d)) - 0.6931471805599453;
}

/// Whether the prediction has the target's sign.
template <typed_expr A, typed_expr B>
constexpr auto same_sign(const A &a, const B &b) {
    return a * b > 0;
}

struct own_pieces {
    static constexpr auto rows = dynamic<6>;

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 4>("x");
        const auto target = net.input<f32, rows, 1>("target");
        const auto y = dense<1>("second", binary_sign(dense<4>("first", x)));
        const auto loss = log_cosh(y, target);
        net.entry("train", minimize(mean(loss), lion{net.scalar("rate")}, decoupled_decay(0.1, "*.weight")),
                  metric("loss", loss), metric("hits", same_sign(y, target)));
        const auto a = net.input<f32, 3, 4>("a");
        const auto b = net.input<f32, 4, 2>("b");
        net.entry("multiply", output("product", einsum<"mk,kn->mn">(a, b)));
    }
};
