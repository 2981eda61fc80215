// The program that the others spoil: it compiles.
#include <sylvite/dsl/explain.hpp>
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct control {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, dynamic<32>, 8>("x");
        const auto y = net.input<i32, dynamic<32>>("y");
        const auto shift = net.parameter<f32, 8>("shift");
        const auto z = dense<4>("layer", x + shift);
        const auto loss = softmax_cross_entropy(z, y);
        net.entry("train", minimize(mean(loss), gradient_descent{net.scalar("rate")}), metric("loss", loss));
    }
};

static_assert(parameter_count<control> == 8 + 4 * 8 + 4);
static_assert(is_right<control>);
