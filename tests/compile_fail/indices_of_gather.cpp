// EXPECT: dtype_not_supported<sylvite::element<
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto table = net.input<f32, 10, 4>("table");
        const auto at = net.input<f32, 3>("at");
        const auto z = gather(table, at);  // HERE
        net.entry("predict", output("z", z));
    }
};

static_assert(parameter_count<spoilt> == 0);
