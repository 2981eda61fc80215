// SHOWS: shapes_do_not_match<extents<(symbol<1>::up_to)32, 8>, extents<(symbol<1>::up_to)64, 8>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
// One dynamic extent, declared with two bounds.
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, dynamic<32>, 8>("x");
        const auto y = net.input<f32, dynamic<64>, 8>("y");
        const auto z = x + y;  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
