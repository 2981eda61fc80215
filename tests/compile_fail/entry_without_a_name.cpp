// SAYS: empty name
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4>("x");
        net.entry("", output("z", tanh(x)));  // HERE
    }
};
