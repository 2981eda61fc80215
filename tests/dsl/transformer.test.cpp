// A small language model has PyTorch's names, logits, losses of ten steps and weights after them. Through kernels:
// tests/networks/transformer.test.cpp.
#include "golden_file.hpp"
#include "support.hpp"

#include <sylvite/tests/networks/transformer.hpp>

namespace {

using namespace sylvite;
using namespace sylvite::test;

template <dtype Type>
void expect_pytorch(double tolerance) {
    const json golden = read_golden("transformer.json");
    const json &run = golden.at("runs").at(Type == f32 ? 0 : 1);
    ASSERT_EQ(run.at("dtype"), name_of(Type));
    const graph::table_view table = graph_of<transformer_of<Type>>();
    reference::tensors variables;
    std::size_t parameters = 0;
    for (node_id id = 0; id < table.size(); ++id) {
        const graph::node &n = table[id];
        if (n.kind != op::parameter && n.kind != op::state) continue;
        const std::string name(table.name_of_leaf(id));
        tensor start(n.type, reference::symbol_extents{}(table.dims(n)));
        for (std::size_t i = 0; i < start.size(); ++i) start.set(i, std::bit_cast<double>(table.attributes(id)[2]));
        if (n.kind == op::parameter) {
            ++parameters;
            start = tensor(Type, start.dims(), to_tensor(golden.at("start").at(name)).values());
        }
        variables.emplace(name, start);
    }
    EXPECT_EQ(parameters, golden.at("start").size());
    const reference::tensors inputs = {{"tokens", to_tensor(golden.at("tokens"))},
                                       {"labels", to_tensor(golden.at("labels"))},
                                       {"rate", tensor::scalar(Type, golden.at("rate"))}};
    reference::symbol_extents extents;
    extents.of_symbol[1] = 3;
    const auto predicted = run_entry(table, reference::entry_of(table, "predict"), variables, inputs, extents);
    expect_near(predicted.outputs.at("logits"), to_tensor(run.at("logits")), tolerance, "logits");
    for (const json &loss : run.at("losses")) {
        const auto result = run_entry(table, reference::entry_of(table, "train"), variables, inputs, extents);
        EXPECT_EQ(result.metrics.at("loss").count, 18);
        EXPECT_NEAR(result.metrics.at("loss").mean(), loss.get<double>(), tolerance);
    }
    for (const auto &[name, end] : run.at("end").items()) {
        tensor expected = to_tensor(end), found = variables.at(name);
        // softmax does not see what the keys' bias adds to a row: its gradient is rounding, which Adam makes a step
        if (name.ends_with("in_proj_bias"))
            for (std::size_t i = 8; i < 16; ++i) found.set(i, expected[i]);
        expect_near(found, expected, 10 * tolerance, name);
    }
}

TEST(transformer, logits_losses_and_ten_steps_agree_with_pytorch) {
    expect_pytorch<f32>(1e-5);
    expect_pytorch<f64>(1e-9);
}

}  // namespace
