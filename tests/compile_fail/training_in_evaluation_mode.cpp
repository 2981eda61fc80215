// SHOWS: in evaluation mode, and trains
// SHOWS: train
// WITHIN GCC: 1000 LINES
// WITHIN CLANG: 1000 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        const auto y = net.input<f32, 4, 8>("y");
        const auto loss = mean(squared_error(dropout("drop", dense<8>("h", x)), y));
        const auto step = minimize(loss, gradient_descent{.rate = 0.1});
        net.entry("train", evaluation_mode, step);  // HERE
    }
};

static_assert(parameter_count<spoilt> == 72);
