// SAYS: there are two entries "predict"
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        net.entry("predict", output("z", x));
        net.entry("predict", output("y", x + 1));  // HERE
    }
};
