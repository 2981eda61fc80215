// Shares the kernels of its prediction with `left`; needs what sylvite_add_network is told.
#pragma once

#include <widths.hpp>

#include <sylvite/dsl/sylvite.hpp>

namespace other {

struct right {
    static constexpr auto rows = sylvite::dynamic<16>;

    constexpr void operator()(sylvite::network &net) const {
        const auto x = net.input<sylvite::f32, rows, 4>("x");
        const auto y = sylvite::dense<1>("out", tanh(sylvite::dense<hidden_units>("hidden", x)));
        net.entry("predict", output("y", y));
        net.entry("scaled", output("y", y * RIGHT_SCALE));
    }
};

}  // namespace other
