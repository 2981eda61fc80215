// SAYS: twice; minimize one loss, the sum of several, or use an entry for each
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        const auto y = net.input<i32, 4>("y");
        const auto loss = mean(softmax_cross_entropy(dense<3>("layer", x), y));
        const auto first = minimize(loss, adam{.rate = 0.1}), second = minimize(loss * 2, adam{.rate = 0.1});
        net.entry("train", first, second);  // HERE
    }
};
