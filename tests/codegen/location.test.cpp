// Which lines reports name, and that nothing else depends on them.
#include <sylvite/codegen/location.hpp>
#include <sylvite/codegen/program_model.hpp>
#include <sylvite/dsl/sylvite.hpp>
#include <sylvite/dsl/trace.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace sylvite::codegen {
namespace {

// The same network twice; the second stands elsewhere, and its layers are on one line.
struct here {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, dynamic<8>, 5>("x");
        const auto hidden = relu(dense<4>("hidden", x));
        const auto y = sigmoid(dense<3>("out", hidden));
        net.entry("train", minimize(mean(square(y)), gradient_descent{net.scalar("rate")}), metric("mean", y));
    }
};
constexpr int line_of_hidden = __LINE__ - 5;
struct there {
    constexpr void operator()(network &net) const {
        const auto x = net.input<f32, dynamic<8>, 5>("x");
        const auto y = sigmoid(dense<3>("out", relu(dense<4>("hidden", x))));
        net.entry("train", minimize(mean(square(y)), gradient_descent{net.scalar("rate")}), metric("mean", y));
    }
};

program_model model_of(const graph::table_view &table) {
    model_options options;
    options.name = "net";
    options.targets = {{"x86-64-linux-avx-avx2-fma-sse41", {}}};
    return model_program(table, options);
}

TEST(location, decides_neither_hashes_nor_kernels) {
    const program_model a = model_of(graph_of<here>()), b = model_of(graph_of<there>());
    EXPECT_EQ(a.hash, b.hash);
    ASSERT_EQ(a.first().kernels.size(), b.first().kernels.size());
    for (std::size_t i = 0; i < a.first().kernels.size(); ++i)
        EXPECT_EQ(a.first().kernels[i].hash, b.first().kernels[i].hash);
    EXPECT_NE(a.first().entries[0].calls[0].location, b.first().entries[0].calls[0].location);
}

TEST(location, of_calls_and_tensors_is_the_users_line) {
    const program_model model = model_of(graph_of<here>());
    const std::string hidden = "location.test.cpp:" + std::to_string(line_of_hidden);
    const std::string out = "location.test.cpp:" + std::to_string(line_of_hidden + 1);
    std::set<std::string> called;
    for (const call_model &c : model.first().entries[0].calls) {
        EXPECT_FALSE(c.location.empty()) << c.label;
        EXPECT_NE(std::find(c.lines.begin(), c.lines.end(), c.location), c.lines.end()) << c.label;
        ASSERT_EQ(c.origins.size(), model.first().kernels[c.kernel].spec.nodes.size());
        if (model.first().kernels[c.kernel].spec.kind == family::contraction) called.insert(c.location);
    }
    EXPECT_EQ(called, (std::set<std::string>{hidden, out}));
    for (const tensor_model &t : model.first().tensors) {
        if (t.name == "hidden.weight") {
            EXPECT_EQ(t.location, hidden);
        }
        if (t.name == "out.bias") {
            EXPECT_EQ(t.location, out);
        }
        EXPECT_FALSE(t.location.empty()) << t.name;
    }
}

TEST(location, files_of_one_name_are_told_apart_by_their_folders) {
    graph::builder b;
    const auto input_at = [&](const char *name, const char *file) {
        const graph::at where(b, {file, 3});
        return b.declare(graph::op::input, name, f32, {}, {0});
    };
    const auto x = input_at("x", "/home/me/a/network.hpp"), y = input_at("y", "/home/me/b/network.hpp");
    const auto z = input_at("z", "/home/me/b/layers.hpp"), unknown = b.declare(graph::op::input, "u", f32, {}, {0});
    const graph::table_view view = b.table().view();
    const line_names lines(view);
    EXPECT_EQ(lines.of(x), "a/network.hpp:3");
    EXPECT_EQ(lines.of(y), "b/network.hpp:3");
    EXPECT_EQ(lines.of(z), "layers.hpp:3");
    EXPECT_EQ(lines.of(unknown), "");
}

}  // namespace
}  // namespace sylvite::codegen
