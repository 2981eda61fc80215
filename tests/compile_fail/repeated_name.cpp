// SAYS: the name "layer.weight" is declared twice
// SAYS: shared_layer
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 3, 5>("x");
        const auto first = dense<5>("layer", x);
        const auto second = dense<5>("layer", first);  // HERE
        net.entry("predict", output("z", second));
    }
};
