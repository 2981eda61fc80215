// SHOWS: image_does_not_fit<extents<8, 4, 6, 6>, because::groups_do_not_divide_channels, 3, 4>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, 4, 6, 6>("x");
        const auto z = group_norm<3>("norm", x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
