// SHOWS: shapes_do_not_match<extents<32, 1>, extents<32>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto prediction = net.input<f32, 32, 1>("prediction");
        const auto target = net.input<f32, 32>("target");
        const auto loss = mse(prediction, target);  // HERE
        net.entry("evaluate", metric("loss", loss));
    }
};

static_assert(parameter_count<spoilt> == 0);
