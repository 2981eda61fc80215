// SHOWS: an entry has a name and results: net.entry("predict", output("y", y))
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        net.entry("predict", x);  // HERE
    }
};

static_assert(parameter_count<spoilt> > 0);
