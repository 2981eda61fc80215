// What the message of function_is_not_constexpr.cpp tells to write shows the function.
// SHOWS: temperature
// WITHIN GCC: 9 LINES
// WITHIN CLANG: 21 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

inline double temperature() { return 0.5; }

template <typed_expr X>
constexpr auto cooled(const X &x) {
    return x * temperature();
}

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");
        net.entry("predict", output("z", cooled(x)));  // HERE
    }
};

static_assert(sylvite::parameter_count<spoilt> > 0);
