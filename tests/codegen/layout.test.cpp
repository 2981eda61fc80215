// What sylvite-weights reads of a network is what its generator wrote.
#include <sylvite/codegen/emit.hpp>
#include <sylvite/codegen/plan_network.hpp>
#include <sylvite/dsl/graph/compact.hpp>
#include <sylvite/dsl/sylvite.hpp>

#include "../../tools/weights/layout.hpp"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include <unistd.h>

namespace sylvite::codegen {
namespace {

using kind = core::initialiser::kind;

planned_network network_of_every_initialiser() {
    graph::builder b;
    const network net(b);
    const auto x = net.input<f32, dynamic<4>, 3>("x");
    const auto a = net.parameter<f32, 3, 5>("zeros", zeros);
    const auto c = net.parameter<f32, 3, 5>("constant", constant(0.25));
    const auto d = net.parameter<f32, 3, 5>("uniform", uniform(-1, 2));
    const auto e = net.parameter<f32, 3, 5>("normal", normal(0.5, 3));
    const auto f = net.parameter<f32, 3, 5>("truncated", truncated_normal(-1, 0.1));
    const auto g = net.parameter<f32, 3, 5>("orthogonal", orthogonal(2));
    net.entry("predict", output("y", matmul(x, a + c + d + e + f + g)));
    planned_network made;
    made.table = graph::compact(b.table().view());
    model_options options;
    options.name = "starts";
    options.network.name = "starts";
    options.targets = {{"x86-64-linux-avx-avx2-fma-sse41", {}}};
    made.model = model_program(made.table.view(), options);
    return made;
}

TEST(weights_layout, names_every_initialiser_and_is_read_back) {
    const planned_network network = network_of_every_initialiser();
    const auto path = std::filesystem::temp_directory_path() / ("starts." + std::to_string(getpid()) + ".layout");
    std::ofstream(path) << emit_layout(network.model);
    const weights::layout read(path.string());
    std::filesystem::remove(path);

    struct start {
        std::string name;
        kind how;
        double a, b;
    };
    const start expected[] = {{"zeros", kind::zeros, 0, 0},
                              {"constant", kind::constant, 0.25, 0},
                              {"uniform", kind::uniform, -1, 2},
                              {"normal", kind::normal, 0.5, 3},
                              {"truncated", kind::truncated_normal, -1, 0.1},
                              {"orthogonal", kind::orthogonal, 2, 0}};
    ASSERT_EQ(read.program().tensors.size(), std::size(expected));
    for (std::size_t i = 0; i < std::size(expected); ++i) {
        const core::tensor &t = read.program().tensors[i];
        EXPECT_EQ(t.name, expected[i].name);
        EXPECT_EQ(t.init.how, expected[i].how) << t.name;
        EXPECT_EQ(t.init.a, expected[i].a) << t.name;
        EXPECT_EQ(t.init.b, expected[i].b) << t.name;
        EXPECT_EQ(t.rank, 2) << t.name;
        EXPECT_EQ(t.extents[1], 5) << t.name;
    }
    EXPECT_EQ(read.library(), "starts");
    EXPECT_EQ(read.program_hash(), network.model.hash);
}

}  // namespace
}  // namespace sylvite::codegen
