// SAYS: the name "block.weight" is declared twice
// SAYS: layer::member("block", k)
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        auto z = net.input<f32, 4, 8>("x");
        for (int i = 0; i < 3; ++i) z = relu(dense<8>("block", z));  // HERE
        net.entry("predict", output("z", z));
    }
};
