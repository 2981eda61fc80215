// SHOWS: more_than_6_axes<1, 2, 3, 4, 5, 6, 7>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto z = net.input<f32, 1, 2, 3, 4, 5, 6, 7>("x");  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> > 0);
