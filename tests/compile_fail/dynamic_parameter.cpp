// SHOWS: extents_of_a_parameter_are_fixed<extents<(symbol<1>::up_to)32, 8>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
// A parameter with a row for every row of the batch.
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto w = net.parameter<f32, dynamic<32>, 8>("w");  // HERE
        net.entry("predict", output("z", w));
    }
};

static_assert(parameter_count<spoilt> == 256);
