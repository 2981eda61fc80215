// SAYS: recurrent: the lengths and the rows of the batch: shapes [5] and [4] do not match
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 9, 3>("x");
        const auto lengths = net.input<i32, 5>("lengths");
        const auto y = lstm<16>("lstm", x, {.lengths = lengths});  // HERE
        net.entry("predict", output("y", y));
    }
};
