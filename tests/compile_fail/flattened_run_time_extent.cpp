// SHOWS: image_does_not_fit<extents<8, (symbol<1>::up_to)32, 4>, because::axis_is_dynamic, 1>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, dynamic<32>, 4>("x");
        const auto z = flatten<>(x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
