// LeNet-5 has PyTorch's logits, losses of eight steps and weights after them. Through kernels:
// tests/networks/lenet.test.cpp.
#include "golden_file.hpp"
#include "support.hpp"

#include <sylvite/tests/networks/lenet.hpp>
#include <sylvite/tests/networks/lenet_start.hpp>

namespace {

using namespace sylvite;
using namespace sylvite::test;

template <dtype Type>
void expect_pytorch(double tolerance) {
    const json golden = read_golden("lenet.json");
    const json &run = golden.at("runs").at(Type == f32 ? 0 : 1);
    ASSERT_EQ(run.at("dtype"), name_of(Type));
    const graph::table_view table = graph_of<lenet_of<Type>>();
    reference::tensors variables;
    for (node_id id = 0; id < table.size(); ++id) {
        const graph::node &n = table[id];
        if (n.kind != op::parameter && n.kind != op::state) continue;
        tensor start(n.type, reference::symbol_extents{}(table.dims(n)));
        for (std::size_t k = 0; k < std::size(lenet_parameters); ++k)
            if (table.name_of_leaf(id) == lenet_parameters[k])
                start = tensor(Type, start.dims(), lenet_start(k, start.size()));
        variables.emplace(table.name_of_leaf(id), start);
    }
    const std::int64_t images = golden.at("images");
    std::vector<double> labels;
    for (std::int64_t i = 0; i < images; ++i) labels.push_back(static_cast<double>(i % 10));
    const reference::tensors inputs = {
        {"image", tensor(Type, {images, 1, 28, 28}, numbers(0, static_cast<std::size_t>(images) * 784))},
        {"label", tensor(i32, {images}, labels)},
        {"rate", tensor::scalar(Type, golden.at("rate"))}};
    reference::symbol_extents extents;
    extents.of_symbol[1] = images;
    const auto predicted = run_entry(table, reference::entry_of(table, "predict"), variables, inputs, extents);
    expect_near(predicted.outputs.at("logits"), to_tensor(run.at("logits")), tolerance, "logits");
    for (const json &loss : run.at("losses")) {
        const auto result = run_entry(table, reference::entry_of(table, "train"), variables, inputs, extents);
        EXPECT_NEAR(result.metrics.at("loss").mean(), loss.get<double>(), tolerance);
    }
    for (const auto &[name, end] : run.at("end").items()) {
        double sum = 0, squares = 0;
        for (const double v : variables.at(name).values()) {
            sum += v;
            squares += v * v;
        }
        EXPECT_NEAR(sum, end.at("sum").template get<double>(), 300 * tolerance) << name;
        EXPECT_NEAR(squares, end.at("squares").template get<double>(), 300 * tolerance) << name;
        EXPECT_NEAR(variables.at(name)[0], end.at("first").template get<double>(), 10 * tolerance) << name;
    }
}

TEST(lenet, logits_losses_and_eight_steps_agree_with_pytorch) {
    expect_pytorch<f32>(1e-5);
    expect_pytorch<f64>(1e-11);
}

}  // namespace
