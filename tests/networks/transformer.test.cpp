// A small language model through compiled kernels: PyTorch's logits, losses and weights of ten steps, any number of
// rows. By the interpreter: tests/dsl/transformer.test.cpp.
#include "../dsl/golden_file.hpp"

#include <transformer.gen.hpp>

#include <gtest/gtest.h>

#include <cmath>

namespace {

using sylvite::test::json;

const json &golden() {
    static const json file = sylvite::test::read_golden("transformer.json");
    return file;
}
template <class T>
std::vector<T> values_of(const json &tensor) {
    return tensor.at("values").get<std::vector<T>>();
}

/// The network with PyTorch's parameters and its three rows of tokens.
struct golden_network : transformer {
    explicit golden_network(int threads = 1) : transformer({.threads = threads}) {
        for (const auto &[name, start] : golden().at("start").items())
            set<float>(name, std::span<const float>(values_of<float>(start)));
        bind(transformer::tokens, tokens);
        bind(transformer::labels, labels);
        set(transformer::rate, golden().at("rate").get<float>());
    }
    std::vector<std::int32_t> tokens = values_of<std::int32_t>(golden().at("tokens"));
    std::vector<std::int32_t> labels = values_of<std::int32_t>(golden().at("labels"));
};

void expect_near(std::span<const float> found, std::span<const float> expected, double tolerance,
                 const std::string &what) {
    ASSERT_EQ(found.size(), expected.size()) << what;
    for (std::size_t i = 0; i < found.size(); ++i)
        EXPECT_NEAR(found[i], expected[i], tolerance * std::max(1.0F, std::abs(expected[i])))
            << what << " [" << i << "]";
}

TEST(transformer, compiled_logits_losses_and_ten_steps_agree_with_pytorch) {
    const json &run = golden().at("runs").at(0);
    golden_network net;
    const auto logits = net.predict().logits;
    expect_near(logits, values_of<float>(run.at("logits")), 2e-5, "logits");
    for (const json &loss : run.at("losses")) EXPECT_NEAR(net.train().loss, loss.get<double>(), 5e-5);
    for (const auto &[name, end] : run.at("end").items()) {
        auto expected = values_of<float>(end);
        const std::span<const float> found = net.values<float>(name);
        // softmax does not see what the keys' bias adds to a row: its gradient is rounding, which Adam makes a step
        if (name.ends_with("in_proj_bias")) std::copy(found.begin() + 8, found.begin() + 16, expected.begin() + 8);
        expect_near(found, expected, 5e-4, name);
    }
}

TEST(transformer, each_row_has_its_logits_whatever_the_others_are) {
    golden_network net;
    const auto all = net.predict().logits;
    const std::vector<float> expected(all.begin(), all.end());
    for (std::size_t first = 0; first < 3; ++first)
        for (std::size_t last = first + 1; last <= 3; ++last) {
            net.bind(transformer::tokens, std::span(net.tokens).subspan(first * 6, (last - first) * 6));
            const auto some = net.predict().logits;
            expect_near(some, std::span(expected).subspan(first * 66, (last - first) * 66), 1e-5, "logits");
        }
}

TEST(transformer, threads_do_not_change_a_bit) {
    golden_network one(1), two(2);
    for (int step = 0; step < 3; ++step) EXPECT_EQ(one.train().loss, two.train().loss);
    for (const auto &[name, start] : golden().at("start").items()) {
        const std::span<const float> a = one.values<float>(name), b = two.values<float>(name);
        EXPECT_TRUE(std::equal(a.begin(), a.end(), b.begin(), b.end())) << name;
    }
}

}  // namespace
