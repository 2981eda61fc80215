// Ten steps of every optimizer and option through compiled kernels; golden numbers are PyTorch's. By the interpreter:
// tests/dsl/optimizers.test.cpp.
#include "../dsl/golden_file.hpp"

#include <optimizers.gen.hpp>

#include <sylvite/runtime/train/fit.hpp>

#include <gtest/gtest.h>

#include <cstring>

namespace {

using sylvite::test::json;

const json &golden() {
    static const json file = sylvite::test::read_golden("optimizers.json");
    return file;
}
template <class T>
std::vector<T> values_of(const json &tensor) {
    return tensor.at("values").get<std::vector<T>>();
}
constexpr const char *parameters[] = {"first.weight", "first.bias", "second.weight", "second.bias"};

/// The network with the golden parameters and batch.
struct golden_network : optimizers {
    golden_network() : optimizers({.threads = 1}) {
        for (const char *name : parameters)
            set<float>(name, std::span<const float>(values_of<float>(golden().at("start").at(name))));
        use(0, 6);
    }
    void use(std::size_t first, std::size_t last) {
        bind(optimizers::x, std::span(x).subspan(first * 4, (last - first) * 4));
        bind(optimizers::y, std::span(y).subspan(first, last - first));
    }
    std::vector<float> x = values_of<float>(golden().at("x"));
    std::vector<std::int32_t> y = values_of<std::int32_t>(golden().at("y"));
};

void expect_near(std::span<const float> found, const std::vector<float> &expected, const std::string &what) {
    ASSERT_EQ(found.size(), expected.size()) << what;
    for (std::size_t i = 0; i < found.size(); ++i)
        EXPECT_NEAR(found[i], expected[i], 1e-5 * std::max(1.0F, std::abs(expected[i]))) << what << " [" << i << "]";
}

TEST(optimizers, ten_compiled_steps_of_each_rule_and_option_agree_with_pytorch) {
    int runs = 0;
    for (const json &run : golden().at("runs")) {
        if (run.at("dtype") != "f32") continue;
        ++runs;
        const std::string name = run.at("name");
        golden_network net;
        net.set(optimizers::rate, run.at("rate").get<float>());
        const auto entry = net.entry(name);
        for (std::size_t step = 0; step < 10; ++step) {
            const auto result = net.run(entry);
            EXPECT_NEAR(result.mean(0), run.at("losses").at(step).get<double>(), 1e-5) << name << ", step " << step;
            if (!run.at("norms").empty()) {
                EXPECT_NEAR(result.mean(1), run.at("norms").at(step).get<double>(), 1e-5) << name << ", step " << step;
            }
        }
        for (const char *parameter : parameters)
            expect_near(net.values<float>(parameter), values_of<float>(run.at("end").at(parameter)),
                        name + " " + parameter);
    }
    EXPECT_EQ(runs, 16);
}

TEST(optimizers, frozen_parameters_keep_their_bits_and_cost_no_kernel) {
    golden_network net;
    net.set(optimizers::rate, 0.1F);
    const auto bits = [&] {
        std::vector<float> all(net.values(optimizers::first_weight).begin(),
                               net.values(optimizers::first_weight).end());
        all.insert(all.end(), net.values(optimizers::first_bias).begin(), net.values(optimizers::first_bias).end());
        return all;
    };
    const std::vector<float> before = bits();
    for (int step = 0; step < 10; ++step) net.freeze();
    const std::vector<float> after = bits();
    EXPECT_EQ(std::memcmp(before.data(), after.data(), before.size() * sizeof(float)), 0);
    const auto calls = [&](const char *entry) { return net.code().entries[net.entry(entry).index].calls.size(); };
    EXPECT_LT(calls("freeze") + 3, calls("momentum")) << "two gradients, an adjoint and two updates are spared";
}

TEST(optimizers, accumulated_batches_make_the_step_of_one_batch) {
    golden_network parts, whole;
    parts.set(optimizers::rate, 0.05F);
    whole.set(optimizers::rate, 0.05F);
    for (int step = 0; step < 5; ++step) {
        for (const auto &[first, last] : {std::pair{0U, 1U}, {1U, 3U}, {3U, 6U}}) {
            parts.use(first, last);
            parts.accumulate();
        }
        parts.apply();
        whole.whole();
        for (const char *parameter : parameters) {
            const auto expected = whole.values<float>(parameter);
            expect_near(parts.values<float>(parameter), {expected.begin(), expected.end()}, parameter);
        }
    }
}

}  // namespace
