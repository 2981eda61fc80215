// SHOWS: a layer has a name, then its operand
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, 4>("x");
        const auto z = batch_norm(x);  // HERE
        net.entry("predict", output("z", x));
    }
};

static_assert(parameter_count<spoilt> == 0);
