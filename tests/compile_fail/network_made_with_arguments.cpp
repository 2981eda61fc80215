// SAYS: the network spoilt cannot be made without arguments; give its members values where they are declared
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    int depth;
    constexpr explicit spoilt(int layers) : depth(layers) {}
    constexpr void operator()(network &net) const { net.entry("predict", output("x", net.input<f32, 4>("x"))); }
};
