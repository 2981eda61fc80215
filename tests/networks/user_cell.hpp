// A recurrence by a user's cell over sequences of any number of steps, trained.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct user_cell_network {
    static constexpr auto rows = dynamic<6, 1>;
    static constexpr auto steps = dynamic<9, 2>;

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, steps, 5>("x");
        const auto wanted = net.input<f32, rows, steps, 7>("wanted");
        const auto start = net.input<f32, rows, 7>("start");
        const auto w = net.parameter<f32, 7, 5>("w", fan_in_uniform);
        const auto u = net.parameter<f32, 7, 7>("u", fan_in_uniform);
        const auto b = net.parameter<f32, 7>("b", fan_in_uniform);
        // [cell]
        const auto [last, all] = scan<1>(  // along axis 1 of x [batch, time, features]
            [&](auto h, auto x_t) {
                const auto next = tanh(einsum<"nf,hf->nh">(x_t, w) + einsum<"nk,hk->nh">(h, u) + b);
                return std::pair(next, next);  // what is carried on, and the step's output
            },
            start, x);
        // [end]
        const auto loss = squared_error(all, wanted);
        net.entry("predict", output("last", last), output("all", all));
        net.entry("train", minimize(mean(loss), gradient_descent{.rate = 0.5f}), metric("loss", loss));
    }
};
