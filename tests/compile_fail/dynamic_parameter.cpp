// SHOWS: a parameter has fixed extents
// WITHIN GCC: 4 LINES
// WITHIN CLANG: 7 LINES
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
