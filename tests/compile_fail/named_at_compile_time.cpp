// A repeated name, where the table is asked for in a constant expression.
// SHOWS: mistake_in_network
// SHOWS: declared twice
// SHOWS: layer.weight
// SHOWS: named_at_compile_time.cpp:16
// WITHIN GCC: 8 LINES
// WITHIN CLANG: 4 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 3, 5>("x");
        const auto first = dense<5>("layer", x);
        const auto second = dense<5>("layer", first);  // HERE
        net.entry("predict", output("z", second));
    }
};

static_assert(parameter_count<spoilt> == 60);
