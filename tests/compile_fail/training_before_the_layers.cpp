// SAYS: there is no parameter to train: none is declared before minimize
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        net.entry("train", minimize(mean(x), adam{.rate = 0.1}));  // HERE
        net.entry("predict", output("z", dense<3>("layer", x)));
    }
};
