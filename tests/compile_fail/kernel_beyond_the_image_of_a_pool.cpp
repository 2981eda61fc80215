// SHOWS: image_does_not_fit<extents<8, 3, 2, 9>, because::kernel_is_larger_than_padded_image, 2, 3, 2>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, 3, 2, 9>("x");
        const auto z = max_pool2d<3>(x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
