// SHOWS: empty_entry
// WITHIN GCC: 12 LINES
// WITHIN CLANG: 34 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4>("x");
        const auto z = tanh(x);
        net.entry("predict");  // HERE
        static_cast<void>(z);
    }
};

static_assert(parameter_count<spoilt> == 0);
