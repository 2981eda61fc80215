// Backpropagation of a 2-3-1 network with sigmoids, as a textbook writes it: doubles, loops, no Sylvite.
#pragma once

#include <cstddef>
#include <span>

struct by_hand {
    static constexpr std::size_t inputs = 2, units = 3;

    double hidden_weight[units][inputs] = {};
    double hidden_bias[units] = {};
    double out_weight[units] = {};
    double out_bias = 0;

    /// One step of gradient descent on the mean squared error; returns that error before the step.
    double step(std::span<const float> x, std::span<const float> target, double rate);
};
