// One network for several targets: what has a name is the same in every plan and in the hash, the rest may differ.
#include <sylvite/codegen/emit.hpp>
#include <sylvite/codegen/program_model.hpp>
#include <sylvite/dsl/graph/compact.hpp>
#include <sylvite/dsl/sylvite.hpp>

#include <gtest/gtest.h>

#include <string>

namespace sylvite::codegen {
namespace {

const std::string wide = "x86-64-linux-avx-avx2-avx512-avx512_skylake-f16c-fma-sse41";
const std::string narrow = "x86-64-linux-sse41";
constexpr plan::fusion_options one_kernel_an_operation{.fuse = false};

program_model model_of(std::vector<target_choice> targets, bool other_activation = false) {
    graph::builder b;
    const network net(b);
    const auto x = net.input<f32, dynamic<4>, 3>("x");
    const auto w = net.parameter<f32, 3, 5>("w", uniform(-1, 1));
    const auto hidden = matmul(x, w);
    const auto h = other_activation ? tanh(hidden) : relu(hidden);
    const auto loss = mean(square(h - 1));
    net.entry("predict", output("h", h), output("last", exp(h) + 1));
    net.entry("train", minimize(loss, gradient_descent{.rate = 0.1}), metric("loss", loss));
    const graph::table table = graph::compact(b.table().view());
    model_options options;
    options.name = "small";
    options.network.name = "small";
    options.targets = std::move(targets);
    return model_program(table.view(), options);
}

std::size_t count(const std::string &text, const std::string &part) {
    std::size_t found = 0;
    for (std::size_t at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++found;
    return found;
}

TEST(targets, share_names_places_and_the_hash) {
    const program_model model = model_of({{.name = wide}, {.name = narrow, .fusion = one_kernel_an_operation}});
    ASSERT_EQ(model.plans.size(), 2U);
    const plan_model &fused = model.plans[0], &plain = model.plans[1];
    EXPECT_EQ(fused.target, wide);
    EXPECT_EQ(plain.target, narrow);
    EXPECT_GT(plain.entries[0].calls.size(), fused.entries[0].calls.size());
    EXPECT_GT(plain.tensors.size(), fused.tensors.size());
    std::size_t named = 0;
    for (std::size_t i = 0; i < plain.tensors.size(); ++i) {
        const tensor_model &b = plain.tensors[i];
        if (b.name.empty()) continue;
        ++named;
        ASSERT_LT(i, fused.tensors.size());
        const tensor_model &a = fused.tensors[i];
        EXPECT_EQ(a.name, b.name);
        EXPECT_EQ(a.what, b.what) << a.name;
        if (a.where == core::segment::persistent) {
            EXPECT_EQ(a.offset, b.offset) << a.name;
        }
    }
    EXPECT_EQ(named, 5U) << "x, w, h, last, loss";
    for (std::size_t e = 0; e < fused.entries.size(); ++e) {
        EXPECT_EQ(fused.entries[e].inputs, plain.entries[e].inputs);
        for (std::size_t k = 0; k < fused.entries[e].outputs.size(); ++k)
            EXPECT_EQ(fused.entries[e].outputs[k].tensor, plain.entries[e].outputs[k].tensor);
    }
    EXPECT_EQ(model.workspace_bytes(), std::max(fused.workspace_bytes, plain.workspace_bytes));
}

TEST(targets, decide_nothing_about_the_hash_that_the_header_asks_for) {
    const std::uint64_t hash = model_of({{.name = wide}}).hash;
    EXPECT_EQ(model_of({{.name = narrow}}).hash, hash);
    EXPECT_EQ(model_of({{.name = narrow, .fusion = one_kernel_an_operation}}).hash, hash);
    EXPECT_EQ(model_of({{.name = narrow}, {.name = wide}}).hash, hash);
    EXPECT_NE(model_of({{.name = wide}}, true).hash, hash) << "the same names, another network";
}

TEST(targets, write_what_they_share_once) {
    const std::string alike = emit_program(model_of({{.name = wide}, {.name = narrow}}));
    EXPECT_EQ(count(alike, "constexpr core::tensor "), 1U);
    EXPECT_EQ(count(alike, "constexpr core::operand "), 1U);
    EXPECT_EQ(count(alike, "constexpr core::call "), 2U) << "kernels have other schedules";
    const std::string unlike =
        emit_program(model_of({{.name = wide}, {.name = narrow, .fusion = one_kernel_an_operation}}));
    EXPECT_EQ(count(unlike, "constexpr core::tensor "), 2U);
    EXPECT_EQ(count(unlike, "constexpr core::operand "), 2U);
    EXPECT_EQ(count(unlike, "constexpr core::output "), 1U);
    EXPECT_EQ(count(unlike, ".others = others"), 1U);
}

}  // namespace
}  // namespace sylvite::codegen
