// A small language model through compiled kernels: PyTorch's logits, losses and weights of ten steps, any number of
// rows. By the interpreter: tests/dsl/transformer.test.cpp.
#include "transformer_run.hpp"

#include <transformer.gen.hpp>

#include <gtest/gtest.h>

namespace {

using namespace sylvite::test;

struct golden_network : with_golden_start<transformer> {
    explicit golden_network(int threads = 1) : with_golden_start({.threads = threads}) {}
};

TEST(transformer, compiled_logits_losses_and_ten_steps_agree_with_pytorch) {
    golden_network net;
    expect_golden_run(net);
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
