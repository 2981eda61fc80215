// SHOWS: image_does_not_fit<extents<8>, because::batch_and_channels_are_expected>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8>("x");
        const auto z = batch_norm("norm", x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
