// SAYS: the entry "predict" has no output, metric or update
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4>("x");
        const auto z = tanh(x);
        net.entry("predict");  // HERE
        static_cast<void>(z);
    }
};
