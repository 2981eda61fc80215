// SAYS: parameter: empty name
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto w = net.parameter<f32, 4>("");  // HERE
        net.entry("predict", output("z", w));
    }
};
