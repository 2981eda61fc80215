// SHOWS: one element a channel to train
// SHOWS: norm.running_mean
// WITHIN GCC: 1000 LINES
// WITHIN CLANG: 1000 LINES
// Predicting from one row is fine; training on it is not.
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 1, 8>("x");
        const auto y = batch_norm("norm", dense<4>("h", x));
        net.entry("predict", output("y", y));
        net.entry("train", minimize(mean(y * y), gradient_descent{.rate = 0.1}));  // HERE
    }
};

static_assert(parameter_count<spoilt> == 44);
