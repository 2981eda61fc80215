// SHOWS: cell_returns_no_pair_of_carry_and_output<expr<extents<4, 3>, dtype::f32>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 9, 3>("x");
        const auto start = net.state<f32, 4, 3>("start");
        const auto all = scan<1>([](auto h, auto x_t) { return h + x_t; }, start, x);  // HERE
        net.entry("predict", output("all", all.outputs));
    }
};

static_assert(parameter_count<spoilt> >= 0);
