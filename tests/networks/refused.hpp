// A network with a mistake that only its evaluation finds: what its build programs say instead of working.
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct refused {
    constexpr void operator()(network &net) const {
        auto x = net.input<f32, 4, 8>("x");
        for (int i = 0; i < 2; ++i) x = relu(dense<8>("layer", x));  // one name for two layers
        net.entry("predict", output("y", x));
    }
};
