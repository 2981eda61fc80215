// SAYS: one entry assigns to "count" twice
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto count = net.state<f32>("count");
        net.entry("step", assign(count, count + 1), assign(count, count * 2));  // HERE
    }
};
