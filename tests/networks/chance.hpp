// A network with everything that draws: dropout of elements, channels and attention, stochastic depth, noise, and
// random numbers of its own.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct chance {
    static constexpr auto rows = dynamic<50>;

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 20>("x");
        const auto y = net.input<i32, rows>("y");
        const auto h = sequential("body", x, dense<64>, layer::relu, layer::dropout{.p = 0.25}, gaussian_noise);
        const auto places = channel_dropout("channels", reshape<rows, 4, 16>(h), {.p = 0.1});
        const auto mixed = self_attention<2>("attention", places, {.dropout = 0.2});
        const auto sum = places + stochastic_depth("depth", mixed, {.p = 0.3});
        const auto z = dense<3>("out", alpha_dropout("alpha", reshape<rows, 64>(sum), {.p = 0.05}));
        const auto loss = softmax_cross_entropy(z, y);
        net.entry("predict", output("z", z));
        net.entry("evaluate", metric("loss", loss));
        net.entry("uncertain", training_mode, output("z", z));
        net.entry("train", minimize(mean(loss), adam{.rate = net.scalar("rate")}), metric("loss", loss));
        net.entry("draw", output("uniform", uniform<f32, rows, 5>(net, "own")),
                  output("wide", uniform<f64, rows, 5>(net, "own", -2, 2)),
                  output("normal", normal<f32, rows, 7>(net, "own")),
                  output("coin", bernoulli<rows, 3>(net, "own", 0.3)), output("one", uniform<f64>(net, "one")));
    }
};
