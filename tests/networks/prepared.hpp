// A network much of which depends on parameters and states alone: convolutions, whose weights are copied into another
// order, a normalisation's scale, and the user's own arithmetic with parameters.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct prepared_network {
    static constexpr auto rows = dynamic<4>;

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 3, 8, 8>("x");
        const auto label = net.input<i32, rows>("label");
        const auto gain = net.parameter<f32, 32>("gain", constant(0.5));
        const auto hidden = relu(batch_norm("norm", conv2d<32, 3, conv{.padding = 1}>("first", x)));
        const auto mixed = conv2d<32, 3>("second", hidden) * reshape<32, 1, 1>(exp(gain) / (1 + sum(exp(gain))));
        const auto z = dense<5>("head", mean<2, 3>(mixed));
        const auto loss = softmax_cross_entropy(z, label);
        const auto calls = net.state<f32>("calls");
        net.entry("predict", output("z", z));
        net.entry("count", output("z2", z * (1 + 0 * calls)), assign(calls, calls + 1));
        net.entry("train", minimize(mean(loss), momentum{.rate = 0.1f}), metric("loss", loss));
        net.entry("halve", assign(gain, gain / 2));
    }
};
