// Layout: reshape, permute, broadcast. Index maps of their operands; no arithmetic.
#pragma once

#include <sylvite/dsl/graph/builder.hpp>

namespace sylvite::graph {

/// Same elements in row-major order. Dynamic extents stay, in their order, and so does the number of elements between
/// them.
constexpr bool can_reshape(const shape &from, const shape &to) {
    for (int i = 0, j = 0;; ++i, ++j) {
        std::int64_t elements_from = 1, elements_to = 1;  // up to the next dynamic extent
        for (; i < from.rank && !from[i].is_dynamic(); ++i) elements_from *= from[i].value;
        for (; j < to.rank && !to[j].is_dynamic(); ++j) elements_to *= to[j].value;
        if (elements_from != elements_to) return false;
        if (i == from.rank || j == to.rank) return i == from.rank && j == to.rank;
        if (from[i] != to[j]) return false;
    }
}

constexpr node layout_node(const builder &b, op kind, node_id x, shape_id dims) {
    node n;
    n.kind = kind;
    n.type = b[x].type;
    n.input_count = 1;
    n.inputs[0] = x;
    n.dims = dims;
    return n;
}

constexpr node layout_node(builder &b, op kind, node_id x, const shape &dims) {
    return layout_node(b, kind, x, b.intern(dims));
}

constexpr node_id reshape(builder &b, node_id x, shape_id to) {
    if (b[x].dims == to) return x;
    if (!can_reshape(b.dims(x), b.dims(to))) fault::shapes_do_not_match("reshape", b.dims(x), b.dims(to));
    return b.add(layout_node(b, op::reshape, x, to));
}
constexpr node_id reshape(builder &b, node_id x, const shape &to) { return reshape(b, x, b.intern(to)); }

/// Axis i of the result is axis order[i] of x.
constexpr node_id permute(builder &b, node_id x, array_view<const std::int64_t> order) {
    const shape from = b.dims(x);
    shape to;
    bool seen[max_rank] = {};
    if (static_cast<int>(order.size()) != from.rank)
        fault::axis_out_of_range("permute", static_cast<std::int64_t>(order.size()), from);
    for (const std::int64_t axis : order) {
        if (axis < 0 || axis >= from.rank || seen[axis]) fault::axis_out_of_range("permute", axis, from);
        seen[axis] = true;
        to.push_back(from[static_cast<int>(axis)]);
    }
    return b.add(layout_node(b, op::permute, x, to), order);
}

/// x repeated along new axes: axis i of x becomes axis axes[i] (ascending) of the result, with the same extent.
constexpr node_id broadcast(builder &b, node_id x, shape_id result, array_view<const std::int64_t> axes) {
    if (b[x].dims == result) return x;
    const shape &from = b.dims(x), &to = b.dims(result);
    std::int64_t last = -1;
    if (static_cast<int>(axes.size()) != from.rank) fault::shapes_do_not_match("broadcast", from, to);
    for (std::size_t i = 0; i < axes.size(); ++i) {
        if (axes[i] <= last || axes[i] >= to.rank) fault::axis_out_of_range("broadcast", axes[i], to);
        if (from[static_cast<int>(i)] != to[static_cast<int>(axes[i])])
            fault::shapes_do_not_match("broadcast", from, to);
        last = axes[i];
    }
    return b.add(layout_node(b, op::broadcast, x, result), axes);
}
constexpr node_id broadcast(builder &b, node_id x, const shape &to, array_view<const std::int64_t> axes) {
    return broadcast(b, x, b.intern(to), axes);
}

/// The shape of two operands broadcast together by NumPy's rule, aligned at the last axis.
struct broadcast_result {
    shape dims;
    bool legal = true;
};
constexpr broadcast_result broadcast_shapes(const shape &a, const shape &b) {
    broadcast_result r;
    r.dims.rank = a.rank > b.rank ? a.rank : b.rank;
    for (int i = 0; i < r.dims.rank; ++i) {
        const int ia = i - (r.dims.rank - a.rank), ib = i - (r.dims.rank - b.rank);
        const extent one{};
        const extent ea = ia < 0 ? one : a[ia], eb = ib < 0 ? one : b[ib];
        if (ea == eb || eb == one)
            r.dims[i] = ea;
        else if (ea == one)
            r.dims[i] = eb;
        else
            r.legal = false;
    }
    return r;
}

/// x broadcast to a shape by NumPy's rule: extents of 1 stretch, missing leading axes are added.
constexpr node_id broadcast_to(builder &b, node_id x, shape_id result) {
    if (b[x].dims == result) return x;
    if (b[x].dims == shape_id{}) return broadcast(b, x, result, {});
    const shape from = b.dims(x), to = b.dims(result);
    const broadcast_result together = broadcast_shapes(from, to);
    if (!together.legal || together.dims != to) fault::shapes_do_not_match("broadcast", from, to);
    shape kept;
    std::int64_t axes[max_rank] = {};
    for (int i = 0; i < from.rank; ++i) {
        const int axis = i + to.rank - from.rank;
        if (from[i] != to[axis]) continue;  // stretched
        axes[kept.rank] = axis;
        kept.push_back(from[i]);
    }
    return broadcast(b, reshape(b, x, kept), result, {axes, static_cast<std::size_t>(kept.rank)});
}
constexpr node_id broadcast_to(builder &b, node_id x, const shape &to) { return broadcast_to(b, x, b.intern(to)); }

}  // namespace sylvite::graph
