// SHOWS: shapes_do_not_match<extents<2, 6, 8>, extents<2, 6, 12>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 2, 6, 8>("x");
        const auto m = net.input<f32, 2, 6, 12>("memory");
        const auto z = cross_attention<2>("attention", x, m);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> > 0);
