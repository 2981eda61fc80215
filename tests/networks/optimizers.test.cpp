// Ten steps of every optimizer and option through compiled kernels; golden numbers are PyTorch's. By the interpreter:
// tests/dsl/optimizers.test.cpp.
#include "../dsl/golden_file.hpp"

#include <optimizers.gen.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/train/fit.hpp>

#include <gtest/gtest.h>

#include <cmath>
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
    EXPECT_GT(runs, 0);  // tests/dsl sees to it that each entry has a run
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

/// The golden batch `times` times over.
sylvite::dataset golden_rows(std::size_t times) {
    std::vector<float> x;
    std::vector<std::int32_t> y;
    for (std::size_t k = 0; k < times; ++k) {
        const auto more_x = values_of<float>(golden().at("x"));
        const auto more_y = values_of<std::int32_t>(golden().at("y"));
        x.insert(x.end(), more_x.begin(), more_x.end());
        y.insert(y.end(), more_y.begin(), more_y.end());
    }
    sylvite::dataset d;
    d.add(optimizers::x, std::move(x)).add(optimizers::y, std::move(y));
    return d;
}

TEST(optimizers, fit_accumulates_batches_of_any_size_into_the_update_of_one) {
    const sylvite::dataset data = golden_rows(1);
    for (const std::size_t rows : {1U, 2U, 4U, 5U}) {  // 4 + 2 and 5 + 1 are unequal
        golden_network parts, whole;
        const std::size_t batches = (6 + rows - 1) / rows;
        const auto done = sylvite::fit(
            parts, data, {.epochs = 5, .rows = rows, .shuffle = false, .rate = 0.05, .accumulate = batches});
        EXPECT_EQ(done.steps, 5 * batches);
        EXPECT_EQ(done.updates, 5U);
        const auto at_once =
            sylvite::fit(whole, data, {.epochs = 5, .rows = 6, .shuffle = false, .rate = 0.05, .entry = "whole"});
        EXPECT_EQ(at_once.updates, 5U);
        EXPECT_NEAR(done.train[0].value, at_once.train[0].value, 1e-5) << rows << " rows";
        for (const char *parameter : parameters) {
            const auto expected = whole.values<float>(parameter);
            expect_near(parts.values<float>(parameter), {expected.begin(), expected.end()}, parameter);
        }
    }
}

TEST(optimizers, fit_applies_what_is_left_at_the_end_of_an_epoch) {
    golden_network net;
    std::vector<double> times;
    const sylvite::schedule rate = [&](std::size_t t) {
        if (times.empty() || times.back() != static_cast<double>(t)) times.push_back(static_cast<double>(t));
        return 0.01;
    };
    const auto done = sylvite::fit(net, golden_rows(2), {.epochs = 2, .rows = 3, .rate = rate, .accumulate = 3});
    EXPECT_EQ(done.steps, 8U);
    EXPECT_EQ(done.updates, 4U) << "three batches, then the one that is left";
    EXPECT_EQ(times, (std::vector<double>{0, 1, 2, 3})) << "a schedule counts updates, not batches";
    for (const float g : net.values(optimizers::first_weight_gradient)) EXPECT_EQ(g, 0);
}

TEST(optimizers, fit_stops_between_updates_and_leaves_no_half_of_one) {
    golden_network net;
    std::stop_source source;
    struct stopper : sylvite::progress_sink {
        std::stop_source *source = nullptr;
        void after_step(const sylvite::training_progress &now) override {
            if (now.step == 1) source->request_stop();
        }
    } sink;
    sink.source = &source;
    const auto done = sylvite::fit(
        net, golden_rows(2),
        {.epochs = 9, .rows = 2, .rate = 0.01, .accumulate = 3, .progress = &sink, .stop = source.get_token()});
    EXPECT_TRUE(done.stopped);
    EXPECT_EQ(done.steps, 3U);
    EXPECT_EQ(done.updates, 1U);
    for (const float g : net.values(optimizers::first_weight_gradient)) EXPECT_EQ(g, 0);
}

TEST(optimizers, fit_names_the_tensor_that_spoils_an_accumulated_gradient) {
    golden_network net;
    std::vector<float> x = values_of<float>(golden().at("x"));
    x[4 * 4 + 1] = INFINITY;  // row 4: the third batch of two
    x[5 * 4 + 1] = INFINITY;
    sylvite::dataset data;
    data.add(optimizers::x, x).add(optimizers::y, values_of<std::int32_t>(golden().at("y")));
    const auto before = std::vector<std::byte>(net.persistent().begin(), net.persistent().end());
    try {
        sylvite::fit(net, data, {.epochs = 2, .rows = 2, .shuffle = false, .rate = 0.05, .accumulate = 3});
        FAIL() << "an infinite input was trained on";
    } catch (const sylvite::error &e) {
        const std::string text = e.what();
        EXPECT_NE(text.find("network 'optimizers', epoch 1, step 3"), std::string::npos) << text;
        EXPECT_NE(text.find("the first tensor that is not finite is 'x' "), std::string::npos) << text;
        EXPECT_NE(text.find("at [0, 1]"), std::string::npos) << text;
    }
    const auto weight = net.values(optimizers::first_weight);
    EXPECT_EQ(std::memcmp(weight.data(), before.data() + net.code().tensors[optimizers::first_weight.tensor].offset,
                          weight.size_bytes()),
              0);
}

}  // namespace
