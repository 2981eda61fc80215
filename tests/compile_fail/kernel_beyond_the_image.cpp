// SHOWS: image_does_not_fit<extents<8, 1, 6, 4>, because::kernel_is_larger_than_padded_image, 3, 5, 4>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, 1, 6, 4>("x");
        const auto z = conv2d<6, 5>("layer", x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
