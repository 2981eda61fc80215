// EXPECT: slice_out_of_range<sylvite::operand<3, 5>, 1, sylvite::elements<2, 6, 1>
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 3, 5>("x");
        const auto z = slice<1, 2, 6>(x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
