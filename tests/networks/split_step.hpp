// A training step in one entry, and in two: gradients that stay readable and writable, then the update.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct split_step {
    static constexpr auto rows = dynamic<8>;

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 5>("x");
        const auto target = net.input<f32, rows, 3>("target");
        const auto y = dense<3>("out", tanh(dense<7>("hidden", x)));
        const auto loss = mse(y, target);
        const adam rule{.rate = net.scalar("rate")};
        net.entry("train", minimize(loss, rule), metric("loss", square(y - target)));
        net.entry("gradients", store_gradients(loss), metric("loss", square(y - target)));
        net.entry("apply", apply_gradients(net, rule));
        net.entry("evaluate", metric("loss", square(y - target)));
    }
};
