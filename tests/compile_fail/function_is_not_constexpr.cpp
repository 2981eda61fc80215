// SAYS: the network spoilt, which starts here, cannot be evaluated at compile time
// SAYS: a function that is called in it, is not constexpr
// SAYS: to have the compiler name the function, write static_assert(parameter_count<spoilt>
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

inline double temperature() { return 0.5; }

template <typed_expr X>
constexpr auto cooled(const X &x) {
    return x * temperature();
}

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8>("x");  // HERE
        net.entry("predict", output("z", cooled(x)));
    }
};
