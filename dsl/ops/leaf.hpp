// Leaves: literals, index ramps and run-time extents.
#pragma once

#include <sylvite/dsl/graph/builder.hpp>

namespace sylvite::graph {

/// A literal scalar. The value is kept as a double and rounded to the dtype where it is used.
constexpr node_id constant(builder &b, dtype type, double value) {
    node n;
    n.kind = op::constant;
    n.type = type;
    return b.add(n, {std::bit_cast<std::int64_t>(value)});
}

/// i32: each element is its own index along the axis.
constexpr node_id iota(builder &b, const shape &dims, int axis) {
    if (axis < 0 || axis >= dims.rank) fault::axis_out_of_range("iota", axis, dims);
    node n;
    n.kind = op::iota;
    n.type = i32;
    n.dims = b.intern(dims);
    return b.add(n, {axis});
}

/// i32 scalar: the run-time value of a dynamic extent, or its value if it is fixed.
constexpr node_id extent_of(builder &b, const extent &e) {
    if (!e.is_dynamic()) return constant(b, i32, static_cast<double>(e.value));
    node n;
    n.kind = op::extent;
    n.type = i32;
    // the bound travels along: it is part of the symbol's identity
    return b.add(n, {e.symbol, e.value});
}

/// Whether every element of the node is one literal; its value.
struct literal {
    bool known = false;
    double value = 0;
};
constexpr literal literal_of(const builder &b, node_id id) {
    while (b[id].kind == op::broadcast || b[id].kind == op::reshape) id = b[id].inputs[0];
    if (b[id].kind != op::constant) return {};
    return {true, std::bit_cast<double>(b.attributes(id)[0])};
}

}  // namespace sylvite::graph
