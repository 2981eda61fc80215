// SAYS: the loss does not depend on "w"
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4>("x");
        const auto w = net.parameter<f32, 4>("w");
        const auto step = minimize(mean(stop_gradient(x * w)), gradient_descent{net.scalar("rate")});  // HERE
        net.entry("train", step);
    }
};
