// Finds its neighbour from where it stands.
#pragma once

#include "../widths.hpp"

#include <sylvite/dsl/sylvite.hpp>

struct left {
    static constexpr auto rows = sylvite::dynamic<16>;

    constexpr void operator()(sylvite::network &net) const {
        const auto x = net.input<sylvite::f32, rows, 4>("x");
        const auto target = net.input<sylvite::f32, rows, 1>("target");
        const auto y = sylvite::dense<1>("out", tanh(sylvite::dense<hidden_units>("hidden", x)));
        net.entry("predict", output("y", y));
        net.entry("train", minimize(mse(y, target), sylvite::momentum{.rate = net.scalar("rate")}),
                  metric("loss", square(y - target)));
    }
};
