// SHOWS: empty_name
// WITHIN GCC: 12 LINES
// WITHIN CLANG: 34 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4>("x");
        net.entry("", output("z", tanh(x)));  // HERE
    }
};

static_assert(parameter_count<spoilt> == 0);
