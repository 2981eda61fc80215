// A network built as plain loops beside the same network built of compiled kernels.
#include <digits.gen.hpp>
#include <digits_reference.gen.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/watch/watch.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <map>

namespace {

constexpr std::size_t rows = 7;

struct batch {
    std::vector<float> pixels = std::vector<float>(rows * 64);
    std::vector<std::int32_t> labels = std::vector<std::int32_t>(rows);
    batch() {
        for (std::size_t i = 0; i < pixels.size(); ++i) pixels[i] = static_cast<float>(i * 7 % 17);
        for (std::size_t i = 0; i < rows; ++i) labels[i] = static_cast<std::int32_t>(i % 10);
    }
};

template <class Network>
void bind(Network &net, const batch &b) {
    net.bind(Network::pixels, b.pixels);
    net.bind(Network::label, b.labels);
}

TEST(reference, trains_as_compiled_kernels_do) {
    const batch b;
    digits compiled({.seed = 3, .threads = 2});
    digits_reference interpreted({.seed = 3});
    bind(compiled, b);
    bind(interpreted, b);
    compiled.set(digits::rate, 0.01F);
    interpreted.set(digits_reference::rate, 0.01F);
    double first = 0;
    for (int step = 0; step < 5; ++step) {
        const double loss = compiled.train().loss;
        if (step == 0) first = loss;
        EXPECT_NEAR(interpreted.train().loss, loss, 1e-5 * loss) << "step " << step;
    }
    EXPECT_LT(interpreted.evaluate().loss, first);
    EXPECT_NEAR(interpreted.evaluate().loss, compiled.evaluate().loss, 1e-5);
    for (std::size_t i = 0; i < 128; ++i)
        EXPECT_NEAR(interpreted.values(digits_reference::hidden_bias)[i], compiled.values(digits::hidden_bias)[i],
                    1e-5);
}

TEST(reference, has_a_tensor_for_every_operation) {
    const batch b;
    digits_reference net({.seed = 3});
    bind(net, b);
    std::map<std::string, int, std::less<>> seen;
    std::vector<float> hidden;
    sylvite::watch taps(net, [&](const sylvite::written_tensor &t) {
        ++seen[std::string(t.label)];
        EXPECT_EQ(t.entry, "predict");
        EXPECT_NE(t.location.find("network.hpp:"), std::string_view::npos) << t.label;
        if (t.label.find("relu") == std::string_view::npos) return;
        EXPECT_EQ(t.extents.size(), 2U);
        EXPECT_EQ(t.extents[0], static_cast<std::int64_t>(rows));
        hidden.assign(t.values<float>().begin(), t.values<float>().end());
        EXPECT_THROW(static_cast<void>(t.values<double>()), sylvite::error);
    });
    net.predict();
    EXPECT_GE(seen.size(), 5U);
    ASSERT_EQ(hidden.size(), rows * 128);
    const auto weight = net.values(digits_reference::hidden_weight);
    const auto bias = net.values(digits_reference::hidden_bias);
    for (std::size_t unit = 0; unit < 128; ++unit) {
        double sum = bias[unit];
        for (std::size_t i = 0; i < 64; ++i) sum += static_cast<double>(b.pixels[64 + i] / 16) * weight[unit * 64 + i];
        EXPECT_NEAR(hidden[128 + unit], std::max(sum, 0.0), 1e-5);
    }
}

TEST(watch, sees_what_compiled_kernels_write) {
    const batch b;
    digits net({.seed = 3});
    bind(net, b);
    int results = 0;
    bool saw_output = false;
    sylvite::watch taps(net, [&](const sylvite::written_tensor &t) {
        ++results;
        saw_output = saw_output || t.name == "digit";
    });
    const auto digit = net.predict().digit;
    EXPECT_EQ(digit.size(), rows);
    EXPECT_TRUE(saw_output);
    EXPECT_GE(results, 3);
    EXPECT_THROW(sylvite::watch(net, [](const sylvite::written_tensor &) {}), sylvite::error);
}

TEST(watch, ends_with_what_its_function_throws) {
    const batch b;
    digits net({.seed = 3});
    bind(net, b);
    int calls = 0;
    const sylvite::watch taps(net, [&](const sylvite::written_tensor &) {
        ++calls;
        throw std::runtime_error("enough");
    });
    net.predict();
    EXPECT_EQ(calls, 1);
    EXPECT_THROW(taps.rethrow(), std::runtime_error);
}

}  // namespace
