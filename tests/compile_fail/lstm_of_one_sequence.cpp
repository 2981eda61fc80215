// SHOWS: fewer_axes_than<extents<9, 3>, 3>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
// a batch of one has an axis as well: expand<0>(x)
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 9, 3>("x");
        const auto y = lstm<16>("lstm", x);  // HERE
        net.entry("predict", output("y", y));
    }
};

static_assert(parameter_count<spoilt> >= 0);
