// SAYS: assign needs a parameter or a state as its target, found input
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4>("x");
        const auto step = assign(x, x * 2);  // HERE
        net.entry("step", step);
    }
};
