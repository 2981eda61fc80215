// SHOWS: cannot_multiply_matrices<extents<3, 5>, extents<4, 2>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 3, 5>("x");
        const auto weight = net.parameter<f32, 4, 2>("weight");
        const auto z = matmul(x, weight);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 8);
