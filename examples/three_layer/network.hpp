// Input, hidden and output layer, the textbook's network.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct three_layer {
    static constexpr auto rows = dynamic<4>;

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 2>("x");
        const auto target = net.input<f32, rows, 1>("target");
        const auto hidden = sigmoid(dense<3>("hidden", x, {.weight = uniform(-1, 1), .bias = zeros}));
        const auto y = sigmoid(dense<1>("out", hidden, {.weight = uniform(-1, 1), .bias = zeros}));
        const auto loss = mse(y, target);
        net.entry("predict", output("y", y));
        net.entry("train", minimize(loss, gradient_descent{.rate = net.scalar("rate")}),
                  metric("loss", square(y - target)));
    }
};
