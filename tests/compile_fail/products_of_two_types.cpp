// SHOWS: dtypes_do_not_match<element<dtype::f32>, element<dtype::f64>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 3, 5>("x");
        const auto w = net.parameter<f64, 5, 2>("w");
        const auto z = matmul(x, w);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 10);
