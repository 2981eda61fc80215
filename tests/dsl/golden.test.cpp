// Values and gradients against numbers from PyTorch and JAX: tests/golden/make_golden.py.
#include "support.hpp"

#include <nlohmann/json.hpp>

#include <fstream>

namespace {

using namespace sylvite;
using namespace sylvite::test;
using nlohmann::json;

json read_golden(const std::string &name) {
    std::ifstream file(std::string(SYLVITE_GOLDEN) + "/" + name);
    if (!file) throw std::runtime_error("cannot read " + name);
    return json::parse(file);
}

tensor to_tensor(const json &j) {
    const std::string type = j.at("dtype");
    std::vector<double> values;
    for (const json &v : j.at("values"))
        values.push_back(v.is_string() ? std::stod(v.get<std::string>()) : v.get<double>());
    for (const dtype candidate : {f32, f64, i32, boolean})
        if (name_of(candidate) == type) return {candidate, j.at("shape").get<reference::dimensions>(), values};
    throw std::runtime_error("unknown element type " + type);
}

std::vector<std::int64_t> numbers(const std::string &text) {
    std::vector<std::int64_t> found;
    for (std::size_t at = 0; at < text.size();
         at = text.find(',', at) == std::string::npos ? text.size() : text.find(',', at) + 1)
        found.push_back(std::stoll(text.substr(at)));
    return found;
}

/// The losses are typed functions; their golden cases are 5 rows of 7.
template <dtype Type>
node_id loss_of(const std::string &name, graph::builder &b, const std::vector<node_id> &in) {
    const expr<shape_type<5, 7>, Type> x(b, in[0]);
    if (name == "softmax") return softmax(x).id();
    if (name == "log_softmax") return log_softmax(x).id();
    if (name == "mse") return mse(x, expr<shape_type<5, 7>, Type>(b, in[1])).id();
    if (name == "softmax_cross_entropy") return softmax_cross_entropy(x, expr<shape_type<5>, i32>(b, in[1])).id();
    throw std::runtime_error("unknown case " + name);
}

node_id build(const std::string &what, graph::builder &b, const std::vector<node_id> &in) {
    const std::string name = what.substr(0, what.find(' '));
    const std::string rest = name.size() == what.size() ? "" : what.substr(name.size() + 1);
    if (what.starts_with("squared gradient of ")) {
        const node_id y = build(what.substr(std::string("squared gradient of ").size()), b, in);
        node_id gradient = graph::no_node;
        graph::differentiate(b, graph::reduce(b, op::reduce_sum, y, graph::all_axes(b[y].dims)), in, {&gradient, 1});
        return graph::binary(b, op::multiply, gradient, gradient);
    }
    if (name == "einsum") return graph::einsum(b, rest, in[0], in[1]);
    if (name == "permute") return graph::permute(b, in[0], numbers(rest));
    if (name == "select") return graph::select(b, in[0], in[1], in[2]);
    if (name == "power") return graph::with_literal(b, op::pow, in[0], std::stod(rest));
    if (name == "mean") return graph::mean(b, in[0], graph::axis_mask("golden", b[in[0]].dims, numbers(rest)));
    for (unsigned k = 0; k < static_cast<unsigned>(op::count_); ++k) {
        const auto kind = static_cast<op>(k);
        const graph::op_info &info = graph::info(kind);
        if (info.name != name && info.name != "reduce_" + name) continue;
        if (info.kind == graph::op_class::reduction)
            return graph::reduce(b, kind, in[0], graph::axis_mask("golden", b[in[0]].dims, numbers(rest)));
        if (info.kind != graph::op_class::elementwise) continue;
        return in.size() == 1 ? graph::unary(b, kind, in[0]) : graph::binary(b, kind, in[0], in[1]);
    }
    return b[in[0]].type == f32 ? loss_of<f32>(name, b, in) : loss_of<f64>(name, b, in);
}

void expect_cases(const std::string &file, std::size_t at_least) {
    const json golden = read_golden(file);
    ASSERT_GT(golden.at("cases").size(), at_least);
    for (std::size_t k = 0; k < golden.at("cases").size(); ++k) {
        const json &c = golden.at("cases")[k];
        const std::string what =
            c.at("name").get<std::string>() + " by " + c.at("by").get<std::string>() + ", case " + std::to_string(k);
        bench t;
        std::vector<node_id> in, floating;
        for (const json &i : c.at("inputs")) {
            in.push_back(t.leaf(to_tensor(i)));
            if (is_floating(t.b[in.back()].type)) floating.push_back(in.back());
        }
        const node_id y = build(c.at("name"), t.b, in);
        const tensor expected = to_tensor(c.at("output"));
        const double tolerance = expected.type() == f32 ? 2e-6 : 1e-12;
        expect_near(t.value(y), expected, tolerance, what);
        if (c.at("gradients").empty()) continue;
        tensor weights(expected.type(), expected.dims());
        for (std::size_t i = 0; i < weights.size(); ++i) weights.set(i, 0.5 + static_cast<double>(i * 7 % 11) / 10);
        const node_id weighted = graph::binary(t.b, op::multiply, y, t.leaf(weights));
        const node_id loss = graph::reduce(t.b, op::reduce_sum, weighted, graph::all_axes(t.b[y].dims));
        std::vector<node_id> gradients(floating.size());
        graph::differentiate(t.b, loss, floating, gradients);
        for (std::size_t i = 0; i < floating.size(); ++i) {
            const tensor wanted = to_tensor(c.at("gradients").at(i));
            if (gradients[i] == graph::no_node) {  // nothing flows: the other framework says 0
                for (const double v : wanted.values()) EXPECT_EQ(v, 0) << what;
                continue;
            }
            expect_near(t.value(gradients[i]), wanted, 10 * tolerance, what + ": gradient " + std::to_string(i));
        }
    }
}

TEST(golden, operations_and_gradients_agree_with_pytorch_and_jax) { expect_cases("operations.json", 200); }
TEST(golden, functions_and_reductions_agree_with_pytorch) { expect_cases("functions.json", 100); }

template <dtype Type, class Rule>
struct two_layers {
    constexpr void operator()(network &net) const {
        const auto x = net.input<Type, 6, 5>("x");
        const auto y = net.input<i32, 6>("y");
        const auto hidden = tanh(dense<4>("first", x));
        const auto loss = softmax_cross_entropy(dense<3>("second", hidden), y);
        Rule rule;
        rule.rate = net.template scalar<Type>("rate");
        net.entry("train", minimize(mean(loss), rule), metric("loss", loss));
    }
};

template <dtype Type, class Rule>
void expect_ten_steps(const json &golden, const std::string &name, double tolerance) {
    for (const json &run : golden.at("runs")) {
        if (run.at("name") != name || run.at("dtype") != name_of(Type)) continue;
        const graph::table_view table = graph_of<two_layers<Type, Rule>>();
        reference::tensors variables;
        for (node_id id = 0; id < table.size(); ++id) {
            const graph::node &n = table[id];
            if (n.kind != op::parameter && n.kind != op::state) continue;
            const std::string leaf(table.name_of_leaf(id));
            tensor start(n.type, reference::symbol_extents{}(n.dims));
            // what the network says, constant or zero
            for (std::size_t i = 0; i < start.size(); ++i) start.set(i, std::bit_cast<double>(table.attributes(id)[2]));
            if (n.kind == op::parameter)
                start = tensor(Type, start.dims(), to_tensor(golden.at("start").at(leaf)).values());
            variables.emplace(leaf, start);
        }
        const reference::tensors inputs = {{"x", tensor(Type, {6, 5}, to_tensor(golden.at("x")).values())},
                                           {"y", to_tensor(golden.at("y"))},
                                           {"rate", tensor::scalar(Type, run.at("rate"))}};
        for (const json &loss : run.at("losses")) {
            const auto result = run_entry(table, reference::entry_of(table, "train"), variables, inputs);
            EXPECT_NEAR(result.metrics.at("loss").mean(), loss.get<double>(), tolerance * loss.get<double>()) << name;
        }
        for (const auto &[leaf, end] : run.at("end").items())
            expect_near(variables.at(leaf), to_tensor(end), tolerance, name + " " + leaf);
        return;
    }
    FAIL() << "no golden run of " << name;
}

TEST(golden, ten_steps_of_each_optimizer_agree_with_pytorch) {
    const json golden = read_golden("optimizers.json");
    expect_ten_steps<f32, gradient_descent>(golden, "gradient_descent", 1e-5);
    expect_ten_steps<f64, gradient_descent>(golden, "gradient_descent", 1e-12);
    expect_ten_steps<f32, momentum>(golden, "momentum", 1e-5);
    expect_ten_steps<f64, momentum>(golden, "momentum", 1e-12);
    expect_ten_steps<f32, adam>(golden, "adam", 1e-5);
    expect_ten_steps<f64, adam>(golden, "adam", 1e-10);
}

}  // namespace
