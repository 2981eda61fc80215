// SHOWS: extents are at least 1
// WITHIN GCC: 7 LINES
// WITHIN CLANG: 14 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 0, 8>("x");  // HERE
        net.entry("predict", output("z", x));
    }
};

static_assert(parameter_count<spoilt> == 0);
