// SHOWS: assign_to_something_that_is_no_variable
// WITHIN GCC: 12 LINES
// WITHIN CLANG: 34 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4>("x");
        const auto step = assign(x, x * 2);  // HERE
        net.entry("step", step);
    }
};

static_assert(parameter_count<spoilt> == 0);
