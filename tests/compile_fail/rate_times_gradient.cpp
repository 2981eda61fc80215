// SHOWS: a rate takes the element type of the parameter first: to.converted(rate, w.type()) * g
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct own_rule {
    learning_rate rate;
    constexpr any_expr operator()(update_context &, any_expr, any_expr g) const {
        return rate * g;  // HERE
    }
};

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        net.entry("train", minimize(mean(dense<1>("layer", x)), own_rule{0.1}));
    }
};

static_assert(parameter_count<spoilt> > 0);
