// Layout, indexing, conversion and logic against numbers from PyTorch: tests/golden/make_layout.py.
#include "golden_cases.hpp"

#include <sstream>

namespace {

using namespace sylvite;
using namespace sylvite::test;

template <dtype Type>
node_id build_typed(const std::string &name, graph::builder &b, const std::vector<node_id> &in) {
    const expr<shape_type<3, 5>, Type> x(b, in[0]);
    if (name == "stack") return stack<1>(x, expr<shape_type<3, 5>, Type>(b, in[1])).id();
    return pick(x, expr<shape_type<3>, i32>(b, in[1])).id();
}

shape shape_of(const std::vector<std::int64_t> &extents) {
    shape s;
    for (const std::int64_t extent : extents) s.push_back({extent, 0});
    return s;
}

/// "pad 1,0,2,0": the operation, then the axis and what else it takes.
node_id build(const std::string &what, graph::builder &b, const std::vector<node_id> &in) {
    const std::string squared = "squared gradient of ";
    if (what.starts_with(squared)) {
        const node_id y = graph::unary(b, op::tanh, build(what.substr(squared.size()), b, in));
        node_id gradient = graph::no_node;
        graph::differentiate(b, graph::reduce(b, op::reduce_sum, y, graph::all_axes(b.dims(y))), {in.data(), 1},
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
    if (name == "reverse") return graph::reverse(b, in[0], graph::axis_mask("golden", b.dims(in[0]), n));
    if (name == "concat") return graph::concat(b, in, axis);
    if (name == "tril") return graph::keep_triangle(b, in[0], axis, true);
    if (name == "triu") return graph::keep_triangle(b, in[0], axis, false);
    if (name == "cumulative_sum") return graph::cumulative_sum(b, in[0], axis, false);
    if (name == "reverse_cumulative_sum") return graph::cumulative_sum(b, in[0], axis, true);
    if (name == "gather") return graph::gather_along(b, in[0], in[1], axis);
    if (name == "scatter_add") return graph::scatter_add(b, in[0], in[1], {n.at(0), 0});
    if (name == "take_along") return graph::take_along(b, in[0], in[1], axis);
    if (name == "reshape") return graph::reshape(b, in[0], shape_of(n));
    if (name == "broadcast") return graph::broadcast_to(b, in[0], shape_of(n));
    if (name == "cast") return graph::cast(b, in[0], static_cast<dtype>(n[0]));
    if (name == "iota") return graph::iota(b, shape_of(n), 0);
    if (name == "logical_and") return graph::binary(b, op::logical_and, in[0], in[1]);
    if (name == "logical_or") return graph::binary(b, op::logical_or, in[0], in[1]);
    if (name == "logical_not") return graph::unary(b, op::logical_not, in[0]);
    if (name == "any") return any<1>(expr<shape_type<2, 3>, boolean>(b, in[0])).id();
    if (name == "all") return all<1>(expr<shape_type<2, 3>, boolean>(b, in[0])).id();
    if (name == "one_hot") return one_hot<5>(expr<shape_type<4>, i32>(b, in[0])).id();
    if (name == "stack" || name == "pick")
        return b[in[0]].type == f32 ? build_typed<f32>(name, b, in) : build_typed<f64>(name, b, in);
    throw std::runtime_error("unknown case " + what);
}

TEST(golden, layout_and_indexing_agree_with_pytorch) { expect_golden_cases("layout.json", 100, build); }

}  // namespace
