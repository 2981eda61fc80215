// SHOWS: a scalar has a name alone, net.scalar("rate")
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        const auto rate = net.scalar(0.1);  // HERE
        net.entry("predict", output("z", x * rate));
    }
};

static_assert(parameter_count<spoilt> > 0);
