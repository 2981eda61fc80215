// SHOWS: indices_are_not_i32<element<dtype::f32>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto table = net.input<f32, 10, 4>("table");
        const auto at = net.input<f32, 3>("at");
        const auto z = gather(table, at);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
