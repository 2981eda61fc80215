// Gradients and update as entries of their own.
#include <split_step.gen.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>
#include <vector>

namespace {

struct batch {
    std::vector<float> x = std::vector<float>(8 * 5), target = std::vector<float>(8 * 3);
    batch() {
        std::mt19937 generator(4);
        std::uniform_real_distribution<float> uniform(-1, 1);
        for (float &v : x) v = uniform(generator);
        for (float &v : target) v = uniform(generator);
    }
    void bind(split_step &net) const {
        net.bind(split_step::x, x);
        net.bind(split_step::target, target);
        net.set(split_step::rate, 0.01F);
    }
};

std::vector<float> copy(std::span<const float> values) { return {values.begin(), values.end()}; }

TEST(split_step, gradients_and_apply_make_the_step_that_train_makes) {
    const batch data;
    split_step whole({.seed = 2, .threads = 1}), parts({.seed = 2, .threads = 1});
    data.bind(whole);
    data.bind(parts);
    for (int step = 0; step < 5; ++step) {
        EXPECT_DOUBLE_EQ(whole.train().loss, parts.gradients().loss);
        parts.apply();
        const auto a = whole.values(split_step::hidden_weight), b = parts.values(split_step::hidden_weight);
        for (std::size_t i = 0; i < a.size(); ++i) ASSERT_NEAR(a[i], b[i], 1e-6F) << "step " << step;
    }
}

TEST(split_step, stored_gradients_are_those_of_the_loss) {
    const batch data;
    split_step net({.seed = 2, .threads = 1});
    data.bind(net);
    net.gradients();
    const auto gradient = copy(net.values(split_step::hidden_weight_gradient));
    auto weight = copy(net.values(split_step::hidden_weight));
    for (const std::size_t i : {0U, 7U, 34U}) {
        const float at = weight[i], step = 1e-2F;
        weight[i] = at + step;
        net.set(split_step::hidden_weight, weight);
        const double above = net.evaluate().loss;
        weight[i] = at - step;
        net.set(split_step::hidden_weight, weight);
        const double below = net.evaluate().loss;
        weight[i] = at;
        net.set(split_step::hidden_weight, weight);
        EXPECT_NEAR(gradient[i], (above - below) / (2 * static_cast<double>(step)), 1e-4);
    }
}

TEST(split_step, apply_uses_the_gradient_that_the_program_has_written) {
    const batch data;
    split_step net({.seed = 2, .threads = 1});
    data.bind(net);
    net.gradients();
    const auto before = copy(net.values(split_step::hidden_bias));
    const std::vector<float> nothing(7, 0.0F);
    net.set(split_step::hidden_bias_gradient, nothing);
    net.apply();
    const auto after = net.values(split_step::hidden_bias);
    EXPECT_TRUE(std::equal(before.begin(), before.end(), after.begin()));
    const auto weight = net.values(split_step::out_weight);
    EXPECT_FALSE(std::any_of(weight.begin(), weight.end(), [](float w) { return std::isnan(w); }));
}

}  // namespace
