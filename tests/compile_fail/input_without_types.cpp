// SHOWS: the element type and the extents stand between angle brackets: net.input<f32, 32, 64>("x")
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto z = net.input("x");  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> > 0);
