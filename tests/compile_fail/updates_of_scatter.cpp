// EXPECT: updates_do_not_fit<sylvite::operand<3>, sylvite::operand<4, 2>
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
