// SAYS: "head.wieght" matches the name of no parameter
// SAYS: head.weight, head.bias
// wieght for weight
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        const auto y = net.input<i32, 4>("y");
        const auto loss = mean(softmax_cross_entropy(dense<3>("head", x), y));
        const auto step = minimize(loss, gradient_descent{net.scalar("rate")}, rate_of("head.wieght", 0.1));  // HERE
        net.entry("train", step);
    }
};
