// SHOWS: assigned_shape_does_not_match<extents<3>, extents<4>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4>("x");
        const auto kept = net.state<f32, 3>("kept");
        const auto keep = assign(kept, x);  // HERE
        net.entry("step", keep);
    }
};

static_assert(parameter_count<spoilt> == 0);
