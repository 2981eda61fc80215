// SHOWS: image_does_not_fit<extents<8, 6, 3, 3>, because::extent_is_not_divisible, 1, 4>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, 6, 3, 3>("x");
        const auto z = pixel_shuffle<2>(x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
