// SHOWS: slice_out_of_range<extents<4, 8>, 1, elements<7, 0, 0>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        const auto z = slice<1, 7, 0, 0>(x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> > 0);
