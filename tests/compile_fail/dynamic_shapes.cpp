// EXPECT: shapes_do_not_match<
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, dynamic<32, 1>, 8>("x");
        const auto y = net.input<f32, dynamic<32, 2>, 8>("y");  // as many rows at most, and chosen on their own
        const auto z = x * y;                                   // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
