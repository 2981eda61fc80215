// SHOWS: image_does_not_fit<extents<8, 1, 6, 2>, because::padding_is_larger_than_image, 3, 2, 2>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, 1, 6, 2>("x");
        const auto z = conv2d<6, 3, conv{.padding = 2, .mode = padding_mode::reflect}>("layer", x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
