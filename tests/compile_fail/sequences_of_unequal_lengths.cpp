// SHOWS: sequences_differ_in_steps<extents<4, 9, 3>, extents<4, 8, 3>, 1>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 9, 3>("x");
        const auto y = net.input<f32, 4, 8, 3>("y");
        const auto add = [](auto h, auto x_t, auto y_t) { return std::pair(h + x_t, h + y_t); };
        const auto [last, all] = scan<1>(add, net.state<f32, 4, 3>("start"), x, y);  // HERE
        net.entry("predict", output("all", all));
    }
};

static_assert(parameter_count<spoilt> >= 0);
