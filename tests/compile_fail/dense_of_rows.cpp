// SHOWS: last_axis_is_missing_or_dynamic<extents<8, (symbol<1>::up_to)32>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
// Rows and columns exchanged: the layer would need a weight for every row.
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 8, dynamic<32>>("x");
        const auto z = dense<4>("layer", x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
