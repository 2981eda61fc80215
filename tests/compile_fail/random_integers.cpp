// SHOWS: dtype_not_supported<element<
// SHOWS: i32
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
// Uniform numbers are of floating point.
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto n = uniform<i32, 4, 8>(net, "n");  // HERE
        net.entry("predict", output("n", n));
    }
};

static_assert(parameter_count<spoilt> == 0);
