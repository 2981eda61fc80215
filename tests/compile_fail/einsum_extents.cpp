// SHOWS: einsum_does_not_fit<extents<3, 5>, extents<4, 5>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
// j is 5 in x and 4 in y: the letters of y stand the other way round.
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 3, 5>("x");
        const auto y = net.input<f32, 4, 5>("y");
        const auto z = einsum<"ij,jk->ik">(x, y);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
