// SAYS: attention: dropout: a probability is at least 0 and less than 1, found 10.000000
// Per cent, where a probability is asked for.
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 2, 6, 8>("x");
        const auto z = self_attention<2>("attention", x, {.dropout = 10});  // HERE
        net.entry("predict", output("z", z));
    }
};
