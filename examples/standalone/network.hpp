// A curve, learnt from points: one input, sixteen units, one output.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct wave {
    static constexpr auto rows = dynamic<64>;  // 1 to 64 points a call

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 1>("x");
        const auto target = net.input<f32, rows, 1>("target");
        const auto y = dense<1>("out", tanh(dense<16>("hidden", x)));
        const auto loss = square(y - target);
        net.entry("predict", output("y", y));
        net.entry("train", minimize(mean(loss), adam{.rate = net.scalar("rate")}), metric("loss", loss));
    }
};
