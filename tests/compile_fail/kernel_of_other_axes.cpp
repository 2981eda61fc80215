// SHOWS: image_does_not_fit<extents<8, 1, 6, 6, 6>, because::numbers_are_for_another_count_of_axes, 2, 3>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, 1, 6, 6, 6>("x");
        const auto z = conv3d<6, kernel{3, 5}>("layer", x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
