// SHOWS: attention_does_not_fit<extents<2, 6, 10>, 3>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
// 3 heads share 10 features
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 2, 6, 10>("x");
        const auto z = self_attention<3>("attention", x);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 440);
