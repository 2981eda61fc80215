// EXPECT: padding_does_not_fit<sylvite::operand<3>, 0, -2, -1, 0
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 3>("x");
        const auto z = pad<0, -2, -1>(x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
