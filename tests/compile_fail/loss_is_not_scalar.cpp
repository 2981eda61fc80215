// SHOWS: loss_is_not_scalar<extents<3, 4>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 3, 5>("x");
        const auto z = dense<4>("layer", x);
        const auto step = minimize(square(z), gradient_descent{net.scalar("rate")});  // HERE
        net.entry("train", step);
    }
};

static_assert(parameter_count<spoilt> == 24);
