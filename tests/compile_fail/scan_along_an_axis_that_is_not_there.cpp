// SHOWS: scan_has_no_such_axis<extents<4, 3>, 2>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 3>("x");
        const auto add = [](auto h, auto x_t) { return std::pair(h + x_t, h); };
        const auto [last, all] = scan<2>(add, net.state<f32, 4, 3>("start"), x);  // HERE
        net.entry("predict", output("all", all));
    }
};

static_assert(parameter_count<spoilt> >= 0);
