// Two switches and what a light makes of them: an exclusive or, small enough for any memory.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct gate {
    static constexpr auto rows = dynamic<4>;

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 2>("switches");
        const auto target = net.input<f32, rows, 1>("target");
        const auto y = sigmoid(dense<1>("out", tanh(dense<8>("hidden", x))));
        const auto loss = square(y - target);
        net.entry("predict", output("light", y));
        net.entry("train", minimize(mean(loss), momentum{.rate = net.scalar("rate")}), metric("loss", loss));
    }
};
