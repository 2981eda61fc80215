// SHOWS: a layer has a name, then its operand
// WITHIN GCC: 2 LINES
// Streams of random numbers are told apart by names.
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        const auto h = dropout(x);  // HERE
        net.entry("predict", output("h", h));
    }
};

static_assert(parameter_count<spoilt> == 0);
