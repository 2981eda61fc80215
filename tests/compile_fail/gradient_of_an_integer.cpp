// SHOWS: gradient_of_something_that_is_not_floating<element<dtype::i32>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto w = net.parameter<f32, 3>("w");
        const auto k = net.input<i32>("k");
        const auto slope = grad(sum(w * cast<f32>(k)), k);  // HERE
        net.entry("predict", output("slope", slope));
    }
};

static_assert(parameter_count<spoilt> == 3);
