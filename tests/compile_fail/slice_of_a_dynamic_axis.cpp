// SHOWS: axis_is_dynamic<extents<(symbol<1>::up_to)9, 5>, 0>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, dynamic<9>, 5>("x");
        const auto z = slice<0, 0, 2>(x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
