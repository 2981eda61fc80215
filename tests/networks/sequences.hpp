// Recurrent layers over sequences of several lengths, bidirectional and stacked, trained; a GRU whose state goes on
// from call to call; and a loop of 1,000 steps.
#pragma once

#include <sylvite/dsl/sylvite.hpp>

using namespace sylvite;

struct sequences_network {
    static constexpr auto rows = dynamic<6, 1>;
    static constexpr auto steps = dynamic<9, 2>;

    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, rows, steps, 5>("x");
        const auto wanted = net.input<f32, rows, steps, 3>("wanted");
        const auto lengths = net.input<i32, rows>("lengths");
        const auto both =
            lstm<7, recurrent{.layers = 2, .bidirectional = true}>("lstm", x, {.dropout = 0.25, .lengths = lengths});
        const auto y = dense<3>("out", gru<16>("gru", both));
        const auto loss = squared_error(y, wanted);
        net.entry("predict", output("y", y));
        net.entry("train", minimize(mean(loss), momentum{.rate = 0.05f}), metric("loss", loss));
        net.entry("train_without_chance",
                  minimize(mean(in_mode(evaluation_mode, loss)), gradient_descent{.rate = 0.1f}),
                  metric("loss_without", in_mode(evaluation_mode, loss)), evaluation_mode);
    }
};

/// Truncated back-propagation: the state is where the call before has ended.
struct carried_network {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 4, 8, 3>("x");
        const auto start = net.state<f32, 1, 4, 16>("h");
        const auto [y, end] = gru_with_state<16>("gru", x, start);
        const auto loss = squared_error(mean<2>(y), mean<2>(x));
        net.entry("train", minimize(mean(loss), gradient_descent{.rate = 0.1f}), assign(start, end),
                  metric("loss", loss));
        net.entry("go_on", output("y", y), assign(start, end));
        net.entry("forget", assign(start, 0));
    }
};

/// As many kernels as one step has.
struct thousand_network {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, 2, 1000, 3>("x");
        const auto y = rnn<5>("rnn", x);
        const auto loss = squared_error(mean<2>(y), mean<2>(x));
        net.entry("train", minimize(mean(loss), gradient_descent{.rate = 0.01f}), metric("loss", loss));
    }
};
