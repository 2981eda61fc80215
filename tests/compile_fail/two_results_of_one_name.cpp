// SAYS: one entry gives two results the name "z"
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        net.entry("predict", output("z", x), output("z", x + 1));  // HERE
    }
};
