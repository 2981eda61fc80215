// SHOWS: attention_does_not_fit<extents<2, 6, 9>, 2>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 2, 6, 10>("x");
        const auto z = sequential("block", x, dense<9>, self_attention<2>);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> > 0);
