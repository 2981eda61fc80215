// SAYS: l2_decay: expected at least 0, found -0.01
// A decay that would let parameters grow.
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        const auto y = net.input<i32, 4>("y");
        const auto loss = mean(softmax_cross_entropy(dense<3>("head", x), y));
        const auto step = minimize(loss, gradient_descent{net.scalar("rate")}, l2_decay(-0.01));  // HERE
        net.entry("train", step);
    }
};
