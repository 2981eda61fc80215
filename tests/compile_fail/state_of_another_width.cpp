// SHOWS: state_of_another_type<expr<extents<1, 4, 15>, dtype::f32>, expr<extents<1, 4, 16>, dtype::f32>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 9, 3>("x");
        const auto h = net.state<f32, 1, 4, 15>("h");
        const auto [y, end] = gru_with_state<16>("gru", x, h);  // HERE
        net.entry("predict", output("y", y));
    }
};

static_assert(parameter_count<spoilt> >= 0);
