// Weights of PyTorch in a compiled network: examples/fine_tune.
#include <fine_tune.gen.hpp>

#include <sylvite/runtime/data/npz.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/weights/load.hpp>

#include <gtest/gtest.h>

#include <cstring>
#include <string>
#include <vector>

namespace {

using namespace sylvite;

const load_options pytorch_names{.names = {{"encoder.0.*", "hidden.*"}, {"head.*", "out.*"}}};

std::string file(const std::string &name) { return FINE_TUNE_FOLDER "/" + name; }

/// Pixels, and the logits that PyTorch made of them under this name.
dataset images(std::string_view logits) {
    const npz_array arrays[] = {{"pixels", target_of(fine_tune::pixels)}, {logits, {"logits", f32, 10}}};
    return read_npz(file("mlp_logits.npz"), arrays);
}

void expect_logits(fine_tune &net, std::string_view name) {
    const dataset rows = images(name);
    ASSERT_EQ(rows.rows(), 20U);
    std::vector<float> expected(200);
    rows.read(*rows.find("logits"), 0, 20, expected.data());
    const auto found = net.predict(rows).logits;
    float largest = 0;
    for (std::size_t i = 0; i < expected.size(); ++i) {
        EXPECT_NEAR(found[i], expected[i], 1e-5F) << "image " << i / 10 << ", class " << i % 10;
        largest = std::max(largest, std::abs(expected[i]));
    }
    EXPECT_GT(largest, 1) << "logits of a network that has learnt something";
}

TEST(fine_tune, gives_the_logits_of_pytorch) {
    fine_tune net({.threads = 1});
    const load_report report = net.load(file("mlp.safetensors"), pytorch_names);
    EXPECT_EQ(report.matched.size(), 4U);
    expect_logits(net, "logits");
}

TEST(fine_tune, gives_the_logits_of_weights_in_f16_and_bf16) {
    fine_tune net({.threads = 1});
    net.load(file("mlp_f16.safetensors"), pytorch_names);
    expect_logits(net, "logits_f16");
    net.load(file("mlp_bf16.safetensors"), pytorch_names);
    expect_logits(net, "logits_bf16");
}

TEST(fine_tune, keeps_a_head_of_its_own) {
    fine_tune net({.seed = 3, .threads = 1});
    const fine_tune fresh({.seed = 3, .threads = 1});
    const load_report report = net.load(
        file("mlp.safetensors"), {.names = {{"encoder.0.*", "hidden.*"}, {"head.*", ""}}, .allow_missing = true});
    EXPECT_EQ(report.matched.size(), 2U);
    EXPECT_EQ(report.missing.size(), 2U);
    EXPECT_EQ(report.passed_over.size(), 2U);
    const auto same = [&](auto weight) {
        return std::memcmp(net.values(weight).data(), fresh.values(weight).data(), net.values(weight).size_bytes()) ==
               0;
    };
    EXPECT_TRUE(same(fine_tune::out_weight));
    EXPECT_FALSE(same(fine_tune::hidden_weight));
}

TEST(fine_tune, refuses_pytorchs_names_without_a_map) {
    fine_tune net({.threads = 1});
    try {
        net.load(file("mlp.safetensors"));
        FAIL() << "names of another program were taken";
    } catch (const error &problem) {
        EXPECT_NE(std::string(problem.what()).find("is none of network 'fine_tune', and 3 more like it"),
                  std::string::npos)
            << problem.what();
    }
}

}  // namespace
