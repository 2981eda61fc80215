// SAYS: multiply: shapes [1, 8] and [3] do not match
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct own_rule {
    learning_rate rate;
    constexpr any_expr operator()(update_context &to, any_expr w, any_expr g) const {
        return g * to.state_of(w, "first").owner().size() * broadcast_to<3>(to.literal(w.type(), 1));
    }
};

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        net.entry("train", minimize(mean(dense<1>("layer", x)), own_rule{0.1}));  // HERE
    }
};
