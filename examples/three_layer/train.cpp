// Learns the exclusive or; the first three steps are checked against by_hand.cpp.
#include "by_hand.hpp"

#include <three_layer.gen.hpp>

#include <sylvite/runtime/error.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>

namespace {

constexpr float x[] = {0, 0, 0, 1, 1, 0, 1, 1};
constexpr float target[] = {0, 1, 1, 0};
constexpr float rate = 2;

by_hand copy_of(const three_layer &net) {
    by_hand hand;
    const auto hidden_weight = net.values(three_layer::hidden_weight);
    const auto hidden_bias = net.values(three_layer::hidden_bias);
    const auto out_weight = net.values(three_layer::out_weight);
    for (std::size_t j = 0; j < by_hand::units; ++j) {
        for (std::size_t i = 0; i < by_hand::inputs; ++i)
            hand.hidden_weight[j][i] = static_cast<double>(hidden_weight[j * by_hand::inputs + i]);
        hand.hidden_bias[j] = static_cast<double>(hidden_bias[j]);
        hand.out_weight[j] = static_cast<double>(out_weight[j]);
    }
    hand.out_bias = static_cast<double>(net.values(three_layer::out_bias)[0]);
    return hand;
}

double largest_difference(const by_hand &a, const by_hand &b) {
    double most = std::abs(a.out_bias - b.out_bias);
    for (std::size_t j = 0; j < by_hand::units; ++j) {
        most = std::max(
            {most, std::abs(a.hidden_bias[j] - b.hidden_bias[j]), std::abs(a.out_weight[j] - b.out_weight[j])});
        for (std::size_t i = 0; i < by_hand::inputs; ++i)
            most = std::max(most, std::abs(a.hidden_weight[j][i] - b.hidden_weight[j][i]));
    }
    return most;
}

/// Whether the first three steps agree with those by hand.
bool compare_first_steps(three_layer &net) {
    by_hand hand = copy_of(net);
    bool agree = true;
    std::printf("step   loss        by hand     largest difference of a weight after it\n");
    for (int step = 1; step <= 3; ++step) {
        const double loss = net.train().loss, expected = hand.step(x, target, static_cast<double>(rate));
        const double difference = largest_difference(copy_of(net), hand);
        std::printf("%4d   %.8f  %.8f  %.1e\n", step, loss, expected, difference);
        agree = agree && std::abs(loss - expected) < 1e-6 && difference < 1e-6;
    }
    return agree;
}

}  // namespace

int main() {
    try {
        three_layer net({.seed = 3, .threads = 1});
        net.bind(three_layer::x, x);
        net.bind(three_layer::target, target);
        net.set(three_layer::rate, rate);
        if (!compare_first_steps(net)) {
            std::fprintf(stderr, "three_layer_train: the steps differ from those by hand by more than 1e-6\n");
            return 1;
        }
        double loss = 1;
        int steps = 3;
        for (; steps < 20000 && loss > 1e-3; ++steps) loss = net.train().loss;
        std::printf("\nafter %d steps, loss %.5f:\n", steps, loss);
        const auto y = net.predict().y;
        for (std::size_t r = 0; r < 4; ++r)
            std::printf("  %.0f xor %.0f = %.3f\n", static_cast<double>(x[2 * r]), static_cast<double>(x[2 * r + 1]),
                        static_cast<double>(y[r]));
        return 0;
    } catch (const sylvite::error &e) {
        std::fprintf(stderr, "three_layer_train: %s\n", e.what());
        return 1;
    }
}
