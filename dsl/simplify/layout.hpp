// The rewrite rules of layout, for the table in rules.hpp: what undoes or continues an index map becomes one map.
#pragma once

#include <sylvite/dsl/ops/slicing.hpp>
#include <sylvite/dsl/simplify/rule.hpp>

namespace sylvite::graph::simplify {

constexpr node_id reshape_reshape(builder &b, const node &n, attribute_view) {
    const node &from = b[n.inputs[0]];
    return from.kind == op::reshape ? reshape(b, from.inputs[0], n.dims) : no_node;
}
constexpr node_id permute_identity(builder &, const node &n, attribute_view order) {
    for (std::size_t i = 0; i < order.size(); ++i)
        if (order[i] != static_cast<std::int64_t>(i)) return no_node;
    return n.inputs[0];
}
constexpr node_id permute_permute(builder &b, const node &n, attribute_view order) {
    if (b[n.inputs[0]].kind != op::permute) return no_node;
    const node from = b[n.inputs[0]];
    const auto inner = b.attributes(from);
    std::int64_t together[max_rank] = {};
    for (std::size_t i = 0; i < order.size(); ++i) together[i] = inner[static_cast<std::size_t>(order[i])];
    return permute(b, from.inputs[0], {together, order.size()});
}
constexpr node_id broadcast_broadcast(builder &b, const node &n, attribute_view axes) {
    if (b[n.inputs[0]].kind != op::broadcast) return no_node;
    const node from = b[n.inputs[0]];
    const auto inner = b.attributes(from);
    std::int64_t together[max_rank] = {};
    for (std::size_t i = 0; i < inner.size(); ++i) together[i] = axes[static_cast<std::size_t>(inner[i])];
    return broadcast(b, from.inputs[0], n.dims, {together, inner.size()});
}
constexpr std::size_t rank_of(const shape &s) { return static_cast<std::size_t>(s.rank); }

/// A pad that adds nothing takes a part.
constexpr node_id pad_that_cuts(builder &b, const node &n, attribute_view attributes) {
    const shape dims = b.dims(n);
    slice_range kept[max_rank] = {};
    for (int i = 0; i < dims.rank; ++i) {
        const padding p = padding_of(attributes, i);
        if (p == padding{}) continue;
        if (dims[i].is_dynamic() || p.low > 0 || p.high > 0 || p.interior != 0) return no_node;
        kept[i] = {-p.low, -p.low + dims[i].value, 1};
    }
    return slice(b, n.inputs[0], {kept, rank_of(dims)});
}
/// Two paddings of one value add up, unless the inner one cut something off.
constexpr node_id pad_pad(builder &b, const node &n, attribute_view attributes) {
    if (b[n.inputs[0]].kind != op::pad || b.attributes(n.inputs[0])[0] != attributes[0]) return no_node;
    const shape dims = b.dims(n);
    const node from = b[n.inputs[0]];
    padding both[max_rank] = {};
    for (int i = 0; i < dims.rank; ++i) {
        const padding inner = padding_of(b.attributes(from), i), outer = padding_of(attributes, i);
        if (inner.low < 0 || inner.high < 0 || inner.interior != 0 || outer.interior != 0) return no_node;
        both[i] = {inner.low + outer.low, inner.high + outer.high, 0};
    }
    return pad(b, from.inputs[0], {both, rank_of(dims)}, std::bit_cast<double>(attributes[0]));
}
constexpr node_id slice_slice(builder &b, const node &n, attribute_view attributes) {
    if (b[n.inputs[0]].kind != op::slice) return no_node;
    const shape dims = b.dims(n);
    const node from = b[n.inputs[0]];
    const auto inner = b.attributes(from);
    slice_range both[max_rank] = {};
    for (std::size_t i = 0; i < rank_of(dims); ++i) {
        if (dims[static_cast<int>(i)].is_dynamic()) continue;
        const std::int64_t first = inner[i] + attributes[i] * inner[rank_of(dims) + i],
                           step = inner[rank_of(dims) + i] * attributes[rank_of(dims) + i];
        both[i] = {first, first + (dims[static_cast<int>(i)].value - 1) * step + 1, step};
    }
    return slice(b, from.inputs[0], {both, rank_of(dims)});
}
/// A part that holds nothing of the padding.
constexpr node_id slice_pad(builder &b, const node &n, attribute_view attributes) {
    if (b[n.inputs[0]].kind != op::pad) return no_node;
    const shape dims = b.dims(n);
    const node from = b[n.inputs[0]];
    const shape whole = b.dims(from.inputs[0]);
    slice_range kept[max_rank] = {};
    for (int i = 0; i < dims.rank; ++i) {
        const padding p = padding_of(b.attributes(from), i);
        if (dims[i].is_dynamic() && p == padding{}) continue;
        const std::int64_t begin = attributes[static_cast<std::size_t>(i)] - p.low,
                           step = attributes[rank_of(dims) + static_cast<std::size_t>(i)],
                           last = begin + (dims[i].value - 1) * step;
        if (dims[i].is_dynamic() || p.interior != 0 || begin < 0 || last >= whole[i].value) return no_node;
        kept[i] = {begin, last + 1, step};
    }
    return slice(b, from.inputs[0], {kept, rank_of(dims)});
}
/// Along axes that repeat, a part is as good as any other.
constexpr node_id slice_broadcast(builder &b, const node &n, attribute_view attributes) {
    if (b[n.inputs[0]].kind != op::broadcast) return no_node;
    const shape dims = b.dims(n);
    const node from = b[n.inputs[0]];
    std::int64_t axes[max_rank] = {};
    slice_range kept[max_rank] = {};
    const auto of_operand = b.attributes(from);
    for (std::size_t i = 0; i < of_operand.size(); ++i) {
        axes[i] = of_operand[i];
        const auto axis = static_cast<std::size_t>(axes[i]);
        if (dims[static_cast<int>(axis)].is_dynamic()) continue;
        const std::int64_t step = attributes[rank_of(dims) + axis], begin = attributes[axis];
        kept[i] = {begin, begin + (dims[static_cast<int>(axis)].value - 1) * step + 1, step};
    }
    const std::size_t rank = of_operand.size();
    return broadcast(b, slice(b, from.inputs[0], {kept, rank}), n.dims, {axes, rank});
}
constexpr unsigned mask_of(attribute_view axes) {
    unsigned mask = 0;
    for (const std::int64_t axis : axes) mask |= 1u << axis;
    return mask;
}
constexpr node_id reverse_reverse(builder &b, const node &n, attribute_view attributes) {
    if (b[n.inputs[0]].kind != op::reverse) return no_node;
    const node from = b[n.inputs[0]];
    return reverse(b, from.inputs[0], mask_of(attributes) ^ mask_of(b.attributes(from)));
}
constexpr node_id reverse_broadcast(builder &b, const node &n, attribute_view attributes) {
    if (b[n.inputs[0]].kind != op::broadcast) return no_node;
    const node from = b[n.inputs[0]];
    std::int64_t axes[max_rank] = {};
    unsigned mask = 0;
    const auto of_operand = b.attributes(from);
    const std::size_t rank = of_operand.size();
    for (std::size_t i = 0; i < rank; ++i) {
        axes[i] = of_operand[i];
        if ((mask_of(attributes) >> axes[i] & 1u) != 0) mask |= 1u << i;
    }
    return broadcast(b, reverse(b, from.inputs[0], mask), n.dims, {axes, rank});
}

}  // namespace sylvite::graph::simplify
