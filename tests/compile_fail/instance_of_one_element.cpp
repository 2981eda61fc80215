// SHOWS: image_does_not_fit<extents<8, 4, 1>, because::one_element_has_no_variance>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, 4, 1>("x");
        const auto z = instance_normalise(x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
