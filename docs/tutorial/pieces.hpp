// Pieces of one's own: an activation, a loss, a metric, an optimizer.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

// [activation]
/// 1 where x > 0, else 0: flat, so its derivative teaches nothing. Gradients see a smooth step in its place.
template <any_expression X>
constexpr auto spike(const X &x) {
    const auto smooth_step = [](auto adjoint, auto, auto of) {
        const auto s = sigmoid(4 * of);
        return 4 * adjoint * s * (1 - s);
    };
    return custom_gradient(smooth_step, select(x > 0, x * 0 + 1, 0), x);
}
// [end]

// [loss]
/// -(1 - p)^2 log p, one value a row, with p the probability of the label: what is right already counts less.
/// T.-Y. Lin et al. 2017, "Focal Loss for Dense Object Detection", equation 4.
template <typed_expr Z, typed_expr Y>
constexpr auto focal_loss(const Z &logits, const Y &labels) {
    const auto log_p = pick(log_softmax(logits), labels);
    return -square(1 - exp(log_p)) * log_p;
}
// [end]

// [optimizer]
/// w <- w - rate sign(b1 m + (1 - b1) g);  m <- b2 m + (1 - b2) g. X. Chen et al. 2023, algorithm 2, without decay.
struct lion {
    learning_rate rate;
    double beta1 = 0.9;
    double beta2 = 0.99;

    constexpr any_expr operator()(update_context &to, any_expr w, any_expr g) const {
        const any_expr m = to.state_of(w, "lion_m");  // "hidden.weight.lion_m", of w's shape, starts at 0
        to.assign(m, m * beta2 + g * (1 - beta2));
        return to.converted(rate, w.type()) * sign(m * beta1 + g * (1 - beta1));  // what is subtracted from w
    }
};
// [end]

// [network]
struct pieces {
    static constexpr auto rows = dynamic<500>;

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 2>("x");
        const auto label = net.input<i32, rows>("label");
        const auto z = dense<2>("out", spike(dense<64>("hidden", x)));
        const auto loss = focal_loss(z, label);
        const auto right = argmax<1>(z) == label;
        const auto sureness =
            reduce_max<1>(softmax(z));  // a metric of one's own: any expression, averaged over all rows
        net.entry("evaluate", metric("accuracy", right), metric("sureness", sureness));
        net.entry("train", minimize(mean(loss), lion{.rate = net.scalar("rate")}), metric("loss", loss));
        net.entry("sensitivity", output("to_x", grad(sum(loss), x)));  // a gradient is an expression like any other
    }
};
// [end]
