// SHOWS: the learning rate is one number
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        const auto y = net.input<i32, 4>("y");
        const auto loss = mean(softmax_cross_entropy(dense<3>("layer", x), y));
        const auto rates = net.input<f32, 2>("rates");
        const auto step = minimize(loss, adam{.rate = rates});  // HERE
        net.entry("train", step);
    }
};

static_assert(parameter_count<spoilt> > 0);
