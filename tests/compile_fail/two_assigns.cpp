// SHOWS: two_assigns_to_one_variable
// WITHIN GCC: 12 LINES
// WITHIN CLANG: 34 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto count = net.state<f32>("count");
        net.entry("step", assign(count, count + 1), assign(count, count * 2));  // HERE
    }
};

static_assert(parameter_count<spoilt> == 0);
