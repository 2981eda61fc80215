// SHOWS: fewer_axes_than<extents<8>, 2>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
// There are no channels to drop.
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8>("x");
        const auto h = channel_dropout("drop", x);  // HERE
        net.entry("predict", output("h", h));
    }
};

static_assert(parameter_count<spoilt> == 0);
