// SHOWS: shapes_do_not_match<extents<4, 8>, extents<4>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
// What an entry gets would have another shape in training.
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        const auto h = by_mode(x, sum<1>(x));  // HERE
        net.entry("predict", output("h", h));
    }
};

static_assert(parameter_count<spoilt> == 0);
