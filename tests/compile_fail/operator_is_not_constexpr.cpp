// SAYS: the network spoilt, which starts here, cannot be evaluated at compile time
// SAYS: expected `constexpr void operator()(network &net) const`
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");  // HERE
        net.entry("predict", output("z", dense<3>("layer", x)));
    }
};
