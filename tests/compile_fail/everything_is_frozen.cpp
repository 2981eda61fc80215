// SAYS: there is no parameter to train
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        const auto y = net.input<i32, 4>("y");
        const auto loss = mean(softmax_cross_entropy(dense<3>("head", x), y));
        const auto step = minimize(loss, gradient_descent{net.scalar("rate")}, freeze("*"));  // HERE
        net.entry("train", step);
    }
};
