// SHOWS: image_does_not_fit<extents<8, 1, 6, 6>, because::padding_is_more_than_half_the_kernel, 2, 3>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, 1, 6, 6>("x");
        const auto z = max_pool2d<3, pool{.padding = 2}>(x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
