// SHOWS: updates_do_not_fit<extents<3>, extents<4, 2>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto at = net.input<i32, 3>("at");
        const auto updates = net.input<f32, 4, 2>("updates");
        const auto z = scatter_add<10>(at, updates);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
