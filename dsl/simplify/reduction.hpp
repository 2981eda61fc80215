// Rewrite rules of reductions.
#pragma once

#include <sylvite/dsl/ops/contraction.hpp>
#include <sylvite/dsl/simplify/rule.hpp>

namespace sylvite::graph::simplify {

/// The sum over axes that were broadcast is a product with their extents.
constexpr node_id sum_of_broadcast(builder &b, const node &n, attribute_view axes) {
    if (b[n.inputs[0]].kind != op::broadcast || n.accumulator != n.type) return no_node;
    const node from = b[n.inputs[0]];
    const shape dims = b.dims(from);
    unsigned fresh = all_axes(dims), summed = 0;
    for (const std::int64_t axis : b.attributes(from)) fresh &= ~(1u << axis);
    for (const std::int64_t axis : axes) summed |= 1u << axis;
    const unsigned gone = fresh & summed;
    if (gone == 0 || n.type == i32) return no_node;
    // what is left of the broadcast and of the sum, in the numbering without the axes that are gone
    std::int64_t kept_axes[max_rank] = {};
    std::size_t kept = 0;
    unsigned still = 0;
    int position = 0;
    for (int i = 0; i < dims.rank; ++i) {
        if ((gone >> i & 1u) != 0) continue;
        if ((fresh >> i & 1u) == 0) kept_axes[kept++] = position;
        if ((summed >> i & 1u) != 0) still |= 1u << position;
        ++position;
    }
    const node_id count = element_count(b, dims, gone, n.type);
    node_id rest = broadcast(b, from.inputs[0], without_axes(dims, gone), {kept_axes, kept});
    rest = reduce(b, op::reduce_sum, rest, still);
    return binary(b, op::multiply, rest, count);
}
/// Sums of sums and products of products: one reduction over the axes of both.
constexpr node_id reduction_of_itself(builder &b, const node &n, attribute_view axes) {
    if (b[n.inputs[0]].kind != n.kind || n.accumulator != b[n.inputs[0]].accumulator) return no_node;
    const node from = b[n.inputs[0]];
    const shape whole = b.dims(from.inputs[0]);
    unsigned inner = 0, outer = 0, mask = 0;
    for (const std::int64_t axis : b.attributes(from)) inner |= 1u << axis;
    for (const std::int64_t axis : axes) outer |= 1u << axis;
    int position = 0;
    for (int i = 0; i < whole.rank; ++i) {
        if ((inner >> i & 1u) != 0)
            mask |= 1u << i;
        else if ((outer >> position++ & 1u) != 0)
            mask |= 1u << i;
    }
    return reduce(b, n.kind, from.inputs[0], mask, n.accumulator);
}
/// The sum over axes that both operands of a contraction have is part of the contraction.
constexpr node_id sum_of_contraction(builder &b, const node &n, attribute_view axes) {
    const node from = b[n.inputs[0]];
    if (from.kind != op::contraction || n.accumulator != from.accumulator) return no_node;
    einsum_labels e = labels_of(b, n.inputs[0]);
    unsigned wanted = 0, summed = 0, left = 0;
    for (const std::int64_t axis : axes) {
        wanted |= 1u << axis;
        const std::int64_t label = e.out[axis];
        if (einsum_labels::contains(e.a, e.a_rank, label) && einsum_labels::contains(e.b, e.b_rank, label))
            summed |= 1u << axis;
    }
    if (summed == 0) return no_node;
    int kept = 0;
    for (int i = 0; i < e.out_rank; ++i) {
        if ((summed >> i & 1u) != 0) continue;
        if ((wanted >> i & 1u) != 0) left |= 1u << kept;
        e.out[kept++] = e.out[i];
    }
    e.out_rank = kept;
    return reduce(b, op::reduce_sum, contract(b, from.inputs[0], from.inputs[1], e), left, n.accumulator);
}

}  // namespace sylvite::graph::simplify
