// SHOWS: dtype_not_supported<element<
// SHOWS: i32
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
// Indices are dropped.
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<i32, 4, 8>("x");
        const auto h = dropout("drop", x, {.p = 0.1});  // HERE
        net.entry("predict", output("h", h));
    }
};

static_assert(parameter_count<spoilt> == 0);
