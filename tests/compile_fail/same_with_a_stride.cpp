// SHOWS: image_does_not_fit<extents<8, 1, 6, 6>, because::same_padding_needs_a_stride_of_1, 2>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, 1, 6, 6>("x");
        const auto z = conv2d<4, 3, conv{.stride = 2, .padding = same}>("layer", x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
