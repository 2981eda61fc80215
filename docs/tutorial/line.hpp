// A straight line through points: the smallest network.
#pragma once

// [network]
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct line {
    static constexpr auto rows = dynamic<256>;  // 1 to 256 points a call

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, 1>("x");
        const auto y = net.input<f32, rows, 1>("y");
        const auto guess = dense<1>("fitted", x);  // parameters "fitted.weight" [1, 1] and "fitted.bias" [1]
        const auto error = square(guess - y);
        net.entry("predict", output("y", guess));
        net.entry("train", minimize(mean(error), gradient_descent{.rate = net.scalar("rate")}), metric("error", error));
    }
};
// [end]
