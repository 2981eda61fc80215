// SAYS: the network spoilt has no public call operator that takes a network alone
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

class spoilt {
    constexpr void operator()(network &net) const { net.entry("predict", output("x", net.input<f32, 4>("x"))); }
};
