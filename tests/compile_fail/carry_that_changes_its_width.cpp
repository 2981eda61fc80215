// SHOWS: carry_becomes_another<expr<extents<4, 3>, dtype::f32>, expr<extents<4, 5>, dtype::f32>>
// WITHIN GCC: 2 LINES
// WITHIN CLANG: 1 LINES
#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct spoilt {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 9, 3>("x");
        const auto w = net.parameter<f32, 5, 3>("w");
        const auto cell = [&](auto, auto x_t) {
            const auto next = einsum<"nf,hf->nh">(x_t, w);
            return std::pair(next, next);
        };
        const auto [last, all] = scan<1>(cell, net.state<f32, 4, 3>("start"), x);  // HERE
        net.entry("predict", output("all", all));
    }
};

static_assert(parameter_count<spoilt> >= 0);
