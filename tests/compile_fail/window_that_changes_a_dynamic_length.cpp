// SHOWS: image_does_not_fit<extents<8, 1, (symbol<1>::up_to)32>, because::window_changes_length_of_dynamic_axis, 2>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, 1, dynamic<32>>("x");
        const auto z = conv1d<6, 3>("layer", x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
