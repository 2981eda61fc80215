// LeNet-5 through compiled kernels: PyTorch's logits and losses of eight steps, any number of rows, the same bits on
// two threads. By the interpreter: tests/dsl/lenet.test.cpp.
#include "../dsl/golden_file.hpp"
#include "lenet_start.hpp"

#include <lenet.gen.hpp>

#include <gtest/gtest.h>

namespace {

using namespace sylvite::test;

struct golden_network : lenet {
    explicit golden_network(int threads = 1) : lenet({.threads = threads}) {
        for (std::size_t k = 0; k < std::size(lenet_parameters); ++k) {
            const std::size_t count = values<float>(lenet_parameters[k]).size();
            const std::vector<double> start = lenet_start(k, count);
            const std::vector<float> narrow(start.begin(), start.end());
            this->template set<float>(lenet_parameters[k], std::span<const float>(narrow));
        }
        const std::vector<double> pixels = numbers(0, labels.size() * 784);
        images.assign(pixels.begin(), pixels.end());
        for (std::size_t i = 0; i < labels.size(); ++i) labels[i] = static_cast<std::int32_t>(i % 10);
        see(labels.size());
        this->set(rate, golden.at("rate").get<float>());
    }
    void see(std::size_t rows) {
        bind(image, std::span(images).first(rows * 784));
        bind(label, std::span(labels).first(rows));
    }
    const json golden = read_golden("lenet.json");
    std::vector<float> images;
    std::vector<std::int32_t> labels = std::vector<std::int32_t>(golden.at("images").get<std::size_t>());
};

TEST(lenet, compiled_logits_and_losses_of_eight_steps_agree_with_pytorch) {
    golden_network net;
    const json &run = net.golden.at("runs").at(0);
    const auto expected = run.at("logits").at("values").get<std::vector<float>>();
    const auto logits = net.predict().logits;
    ASSERT_EQ(logits.size(), expected.size());
    for (std::size_t i = 0; i < logits.size(); ++i) EXPECT_NEAR(logits[i], expected[i], 2e-5) << i;
    for (const json &loss : run.at("losses")) EXPECT_NEAR(net.train().loss, loss.get<double>(), 2e-5);
}

TEST(lenet, each_image_has_its_logits_however_many_there_are) {
    golden_network net;
    const auto all = net.predict().logits;
    const std::vector<float> expected(all.begin(), all.end());
    for (std::size_t rows = 1; rows < net.labels.size(); ++rows) {
        net.see(rows);
        const auto some = net.predict().logits;
        ASSERT_EQ(some.size(), rows * 10);
        for (std::size_t i = 0; i < some.size(); ++i) EXPECT_NEAR(some[i], expected[i], 1e-5) << i;
    }
}

TEST(lenet, threads_do_not_change_a_bit) {
    golden_network one(1), two(2);
    for (int step = 0; step < 3; ++step) EXPECT_EQ(one.train().loss, two.train().loss);
    for (const char *name : lenet_parameters) {
        const std::span<const float> a = one.values<float>(name), b = two.values<float>(name);
        EXPECT_TRUE(std::equal(a.begin(), a.end(), b.begin(), b.end())) << name;
    }
}

}  // namespace
