// SHOWS: image_does_not_fit<extents<8, 4, 6, 6>, because::groups_do_not_divide_channels, 3, 4, 6>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, 4, 6, 6>("x");
        const auto z = conv2d<6, 3, conv{.groups = 3}>("layer", x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
