// SHOWS: image_does_not_fit<extents<8, 4, 3, 3>, because::kernel_is_larger_than_padded_image, 2, 5, 3>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, 1, 6, 6>("x");
        const auto z = sequential("net", x, conv2d<4, 3, conv{.padding = 1}>, max_pool2d<2>, conv2d<4, 5>);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
