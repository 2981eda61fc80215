// SHOWS: cannot_concat<0, extents<3, 5>, extents<2, 4>>
// SHOWS GCC: use of deleted function
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 3, 5>("x");
        const auto y = net.input<f32, 2, 4>("y");
        const auto z = concat<0>(x, y);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
