// SHOWS: loss_is_not_floating<element<dtype::i32>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto w = net.parameter<f32, 3>("w");
        const auto loss = sum(cast<i32>(w));
        const auto step = minimize(loss, gradient_descent{net.scalar("rate")});  // HERE
        net.entry("train", step);
    }
};

static_assert(parameter_count<spoilt> == 3);
