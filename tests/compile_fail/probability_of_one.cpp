// SAYS: dropout: p: a probability is at least 0 and less than 1, found 1.000000
// All of them dropped, by the probability to keep one.
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        const auto h = dropout("drop", x, {.p = 1});  // HERE
        net.entry("predict", output("h", h));
    }
};
