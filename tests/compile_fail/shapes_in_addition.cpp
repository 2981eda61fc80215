// SHOWS: shapes_do_not_match<extents<32, 8>, extents<7>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 32, 8>("x");
        const auto shift = net.parameter<f32, 7>("shift");
        const auto z = x + shift;  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 7);
