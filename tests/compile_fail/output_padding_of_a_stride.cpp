// SHOWS: image_does_not_fit<extents<8, 1, 6, 6>, because::output_padding_is_not_below_stride_or_dilation, 2, 2, 1>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, 1, 6, 6>("x");
        const auto z = conv_transpose2d<4, 3, conv_transpose{.stride = 2, .output_padding = 2}>("layer", x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
