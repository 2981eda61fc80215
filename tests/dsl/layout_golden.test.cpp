// Layout and indexing against numbers from PyTorch: tests/golden/make_layout.py.
#include "golden_cases.hpp"

#include <sstream>

namespace {

using namespace sylvite;
using namespace sylvite::test;

/// "pad 1,0,2,0": the operation, then the axis and what else it takes.
node_id build(const std::string &what, graph::builder &b, const std::vector<node_id> &in) {
    const std::string squared = "squared gradient of ";
    if (what.starts_with(squared)) {
        const node_id y = graph::unary(b, op::tanh, build(what.substr(squared.size()), b, in));
        node_id gradient = graph::no_node;
        graph::differentiate(b, graph::reduce(b, op::reduce_sum, y, graph::all_axes(b[y].dims)), {in.data(), 1},
                             {&gradient, 1});
        return graph::binary(b, op::multiply, gradient, gradient);
    }
    const std::string name = what.substr(0, what.find(' '));
    std::vector<std::int64_t> n;
    std::istringstream rest(what.substr(name.size()));
    for (std::string number; std::getline(rest, number, ',');) n.push_back(std::stoll(number));
    const int axis = static_cast<int>(n.at(0));
    if (name == "slice") return graph::slice(b, in[0], axis, {n.at(1), n.at(2), n.at(3)});
    if (name == "pad") return graph::pad(b, in[0], axis, {n.at(1), n.at(2), n.at(3)}, 0.5);
    if (name == "reverse") return graph::reverse(b, in[0], graph::axis_mask("golden", b[in[0]].dims, n));
    if (name == "concat") return graph::concat(b, in, axis);
    if (name == "tril") return graph::keep_triangle(b, in[0], axis, true);
    if (name == "triu") return graph::keep_triangle(b, in[0], axis, false);
    if (name == "cumulative_sum") return graph::cumulative_sum(b, in[0], axis, false);
    if (name == "reverse_cumulative_sum") return graph::cumulative_sum(b, in[0], axis, true);
    if (name == "gather") return graph::gather_along(b, in[0], in[1], axis);
    if (name == "scatter_add") return graph::scatter_add(b, in[0], in[1], {n.at(0), 0});
    if (name == "take_along") return graph::take_along(b, in[0], in[1], axis);
    throw std::runtime_error("unknown case " + what);
}

TEST(golden, layout_and_indexing_agree_with_pytorch) { expect_golden_cases("layout.json", 70, build); }

}  // namespace
