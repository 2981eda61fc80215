// SHOWS: shapes_do_not_match<extents<4>, extents<>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto w = net.parameter<f32, 4>("w");
        const auto y = custom_gradient([](auto dy, auto, auto) { return sum(dy); }, floor(w), w);  // HERE
        net.entry("e", output("y", y));
    }
};

static_assert(parameter_count<spoilt> == 4);
