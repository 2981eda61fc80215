// SHOWS: empty_name
// WITHIN GCC: 12 LINES
// WITHIN CLANG: 34 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto w = net.parameter<f32, 4>("");  // HERE
        net.entry("predict", output("z", w));
    }
};

static_assert(parameter_count<spoilt> == 4);
