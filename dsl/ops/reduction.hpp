// Reductions over any axes, which are dropped from the result.
#pragma once

#include <sylvite/dsl/ops/elementwise.hpp>

namespace sylvite::graph {

/// The shape without the axes in the mask (bit i for axis i).
constexpr shape without_axes(const shape &from, unsigned mask) {
    shape to;
    for (int i = 0; i < from.rank; ++i)
        if ((mask >> i & 1u) == 0) to.push_back(from[i]);
    return to;
}

/// The axes as a mask; negative ones count from the end.
constexpr unsigned axis_mask(const char *where, const shape &from, array_view<const std::int64_t> axes) {
    unsigned mask = 0;
    for (const std::int64_t given : axes) {
        const std::int64_t axis = given < 0 ? given + from.rank : given;
        if (axis < 0 || axis >= from.rank || (mask >> axis & 1u) != 0) fault::axis_out_of_range(where, given, from);
        mask |= 1u << axis;
    }
    return mask;
}

constexpr unsigned all_axes(const shape &s) { return (1u << s.rank) - 1u; }

/// Any reduction over the axes in the mask. Sums accumulate in `accumulator`.
constexpr node_id reduce(builder &b, op kind, node_id x, unsigned mask, dtype accumulator) {
    const node from = b[x];
    const shape whole = b.dims(x);
    if (!accepts(kind, from.type)) fault::dtype_not_supported(info(kind).name, from.type);
    if (mask == 0 && !is_position(kind)) return cast(b, x, from.type);
    std::int64_t axes[max_rank] = {};
    std::size_t count = 0;
    for (int i = 0; i < whole.rank; ++i)
        if ((mask >> i & 1u) != 0) axes[count++] = i;
    if (count == 0) fault::shape_not_supported(info(kind).name, whole);
    node n;
    n.kind = kind;
    n.type = is_position(kind) ? i32 : from.type;
    n.accumulator = kind == op::reduce_sum ? accumulator : from.type;
    n.input_count = 1;
    n.inputs[0] = x;
    n.dims = b.intern(without_axes(whole, mask));
    return b.add(n, {axes, count});
}
constexpr node_id reduce(builder &b, op kind, node_id x, unsigned mask) { return reduce(b, kind, x, mask, b[x].type); }

/// The inverse of dropping axes: a reduction's result (or its adjoint) stretched over the axes in the mask.
constexpr node_id stretch(builder &b, node_id reduced, const shape &to, unsigned mask) {
    std::int64_t axes[max_rank] = {};
    std::size_t count = 0;
    for (int i = 0; i < to.rank; ++i)
        if ((mask >> i & 1u) == 0) axes[count++] = i;
    return broadcast(b, reduced, to, {axes, count});
}

/// The number of elements in the axes of the mask, as a scalar of this dtype; dynamic extents at run time.
constexpr node_id element_count(builder &b, const shape &s, unsigned mask, dtype type) {
    double fixed = 1;
    node_id total = no_node;
    for (int i = 0; i < s.rank; ++i) {
        if ((mask >> i & 1u) == 0) continue;
        if (!s[i].is_dynamic()) {
            fixed *= static_cast<double>(s[i].value);
            continue;
        }
        const node_id e = cast(b, extent_of(b, s[i]), type);
        total = total == no_node ? e : binary(b, op::multiply, total, e);
    }
    const node_id literal_part = constant(b, type, fixed);
    return total == no_node ? literal_part : binary(b, op::multiply, total, literal_part);
}

/// The arithmetic mean; over a dynamic extent it divides by the run-time number of elements.
constexpr node_id mean(builder &b, node_id x, unsigned mask) {
    const node from = b[x];
    if (!is_floating(from.type)) fault::dtype_not_supported("mean", from.type);
    const node_id total = reduce(b, op::reduce_sum, x, mask);
    return binary(b, op::divide, total, element_count(b, shape(b.dims(x)), mask, from.type));
}

}  // namespace sylvite::graph
