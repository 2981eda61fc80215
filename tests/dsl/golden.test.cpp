// Values and gradients of operations against numbers from PyTorch and JAX: tests/golden/make_golden.py.
#include "golden_cases.hpp"

#include <algorithm>

namespace {

using namespace sylvite;
using namespace sylvite::test;

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
        graph::differentiate(b, graph::reduce(b, op::reduce_sum, y, graph::all_axes(b.dims(y))), in, {&gradient, 1});
        return graph::binary(b, op::multiply, gradient, gradient);
    }
    if (name == "einsum") return graph::einsum(b, rest, in[0], in[1]);
    if (name == "cast") return graph::cast(b, in[0], rest == "f32" ? f32 : f64);
    if (name == "permute") return graph::permute(b, in[0], numbers(rest));
    if (name == "select") return graph::select(b, in[0], in[1], in[2]);
    if (name == "power") return graph::with_literal(b, op::pow, in[0], std::stod(rest));
    if (name == "mean") return graph::mean(b, in[0], graph::axis_mask("golden", b.dims(in[0]), numbers(rest)));
    for (unsigned k = 0; k < static_cast<unsigned>(op::count_); ++k) {
        const auto kind = static_cast<op>(k);
        const graph::op_info &info = graph::info(kind);
        if (info.name != name && info.name != "reduce_" + name) continue;
        if (info.kind == graph::op_class::reduction)
            return graph::reduce(b, kind, in[0], graph::axis_mask("golden", b.dims(in[0]), numbers(rest)));
        if (info.kind != graph::op_class::elementwise) continue;
        return in.size() == 1 ? graph::unary(b, kind, in[0]) : graph::binary(b, kind, in[0], in[1]);
    }
    return b[in[0]].type == f32 ? loss_of<f32>(name, b, in) : loss_of<f64>(name, b, in);
}

TEST(golden, operations_and_gradients_agree_with_pytorch_and_jax) {
    expect_golden_cases("operations.json", 200, build);
}
TEST(golden, functions_and_reductions_agree_with_pytorch) { expect_golden_cases("functions.json", 100, build); }

/// "cast f32" is one of cast.
bool is_case_of(const json &one, const std::string &operation) {
    const std::string what = one.at("name").get<std::string>();
    return what.substr(0, what.find(' ')) == operation;
}

TEST(golden, every_elementwise_operation_with_a_derivative_has_gradients_from_elsewhere) {
    json cases = read_golden("operations.json").at("cases");
    const json more = read_golden("functions.json").at("cases");
    cases.insert(cases.end(), more.begin(), more.end());
    for (unsigned k = 0; k < static_cast<unsigned>(op::count_); ++k) {
        const auto kind = static_cast<op>(k);
        if (graph::info(kind).kind != graph::op_class::elementwise) continue;
        if (graph::grad::rule_of(kind) == graph::grad::has_none) continue;
        const auto has_gradients = [&](const json &c) {
            return is_case_of(c, graph::info(kind).name) && !c.at("gradients").empty();
        };
        EXPECT_TRUE(std::any_of(cases.begin(), cases.end(), has_gradients))
            << graph::info(kind).name << ": its row in tests/golden/make_functions.py is missing";
    }
}

TEST(golden, every_function_of_a_float_has_its_values_at_the_edges_from_elsewhere) {
    const json cases = read_golden("functions.json").at("cases");
    const op kinds[] = {
#define SYLVITE_UNARY_FUNCTION(name, ...) op::name,
#include <sylvite/dsl/graph/operations.def>
    };
    for (const op kind : kinds) {
        if (graph::info(kind).operands != graph::operand_types::floats || kind == op::is_nan) continue;
        const auto has_edges = [&](const json &c) {
            const auto given = to_tensor(c.at("inputs").at(0)).values();
            return is_case_of(c, graph::info(kind).name) && given.size() == 3 && std::isnan(given[0]) &&
                   std::isinf(given[1]);
        };
        EXPECT_TRUE(std::any_of(cases.begin(), cases.end(), has_edges))
            << graph::info(kind).name << ": its row in tests/golden/make_functions.py is missing";
    }
}

}  // namespace
