// SHOWS: image_does_not_fit<extents<8, 1, 6, 6>, because::kernel_stride_and_dilation_are_at_least_1, 3, 0, 1>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, 1, 6, 6>("x");
        const auto z = conv2d<6, 3, conv{.stride = 0}>("layer", x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
