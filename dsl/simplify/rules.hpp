// The table of rewrite rules. A rule looks at one candidate node, whose inputs are in the builder already, and returns
// a node that computes the same, or no_node. Only + - * of literals are folded: compilers differ in the last bit
// of anything else.
#pragma once

#include <sylvite/dsl/ops/contraction.hpp>
#include <sylvite/dsl/ops/effect.hpp>

namespace sylvite::graph::simplify {

using attribute_span = std::span<const std::int64_t>;
using rule = node_id (*)(builder &, const node &, attribute_span);

constexpr bool is_literal(const builder &b, node_id id, double value) {
    const literal l = literal_of(b, id);
    return l.known && l.value == value;
}

constexpr node_id negate_negate(builder &b, const node &n, attribute_span) {
    return b[n.inputs[0]].kind == op::negate ? b[n.inputs[0]].inputs[0] : no_node;
}
constexpr node_id add_zero(builder &b, const node &n, attribute_span) {
    if (is_literal(b, n.inputs[1], 0)) return n.inputs[0];
    return is_literal(b, n.inputs[0], 0) ? n.inputs[1] : no_node;
}
constexpr node_id subtract_zero(builder &b, const node &n, attribute_span) {
    if (is_literal(b, n.inputs[1], 0)) return n.inputs[0];
    return is_literal(b, n.inputs[0], 0) ? unary(b, op::negate, n.inputs[1]) : no_node;
}
constexpr node_id add_negated(builder &b, const node &n, attribute_span) {
    if (b[n.inputs[1]].kind == op::negate) return binary(b, op::subtract, n.inputs[0], b[n.inputs[1]].inputs[0]);
    if (b[n.inputs[0]].kind == op::negate) return binary(b, op::subtract, n.inputs[1], b[n.inputs[0]].inputs[0]);
    return no_node;
}
constexpr node_id subtract_negated(builder &b, const node &n, attribute_span) {
    return b[n.inputs[1]].kind == op::negate ? binary(b, op::add, n.inputs[0], b[n.inputs[1]].inputs[0]) : no_node;
}
constexpr node_id multiply_one(builder &b, const node &n, attribute_span) {
    if (is_literal(b, n.inputs[1], 1)) return n.inputs[0];
    return is_literal(b, n.inputs[0], 1) ? n.inputs[1] : no_node;
}
constexpr node_id multiply_minus_one(builder &b, const node &n, attribute_span) {
    if (is_literal(b, n.inputs[1], -1)) return unary(b, op::negate, n.inputs[0]);
    return is_literal(b, n.inputs[0], -1) ? unary(b, op::negate, n.inputs[1]) : no_node;
}
constexpr node_id divide_by_one(builder &b, const node &n, attribute_span) {
    return is_literal(b, n.inputs[1], 1) ? n.inputs[0] : no_node;
}
constexpr node_id divide_by_minus_one(builder &b, const node &n, attribute_span) {
    return is_literal(b, n.inputs[1], -1) ? unary(b, op::negate, n.inputs[0]) : no_node;
}

/// literal (op) literal, for scalars; f64 and integers small enough to be exact in double only, or f32 rounded once.
constexpr node_id fold_literals(builder &b, const node &n, attribute_span) {
    if (n.dims.rank != 0 || b[n.inputs[0]].kind != op::constant || b[n.inputs[1]].kind != op::constant) return no_node;
    double x = literal_of(b, n.inputs[0]).value, y = literal_of(b, n.inputs[1]).value;
    if (n.type == f32) {
        x = static_cast<double>(static_cast<float>(x));
        y = static_cast<double>(static_cast<float>(y));
    }
    double value = n.kind == op::add ? x + y : n.kind == op::subtract ? x - y : x * y;
    if (n.type == f32) value = static_cast<double>(static_cast<float>(value));
    if (n.type == i32 && !(value >= -2147483648.0 && value <= 2147483647.0)) return no_node;
    return constant(b, n.type, value);
}

/// An elementwise operation on operands all broadcast the same way is done before the broadcast.
constexpr node_id broadcast_last(builder &b, const node &n, attribute_span) {
    const node first = b[n.inputs[0]];
    if (first.kind != op::broadcast) return no_node;
    for (int i = 1; i < n.input_count; ++i) {
        const node &other = b[n.inputs[i]];
        if (other.kind != op::broadcast) return no_node;
        const auto a = b.attributes(first), o = b.attributes(other);
        if (a.size() != o.size()) return no_node;
        for (std::size_t k = 0; k < a.size(); ++k)
            if (a[k] != o[k]) return no_node;
    }
    node inner = n;
    for (int i = 0; i < n.input_count; ++i) inner.inputs[i] = b[n.inputs[i]].inputs[0];
    inner.dims = b[inner.inputs[0]].dims;
    const node_id id = b.add(inner);
    return broadcast(b, id, n.dims, b.attributes(first));
}

constexpr node_id cast_same(builder &b, const node &n, attribute_span) {
    return b[n.inputs[0]].type == n.type ? n.inputs[0] : no_node;
}
constexpr node_id cast_literal(builder &b, const node &n, attribute_span) {
    const node from = b[n.inputs[0]];
    if (from.kind != op::constant || from.type == boolean || !is_floating(n.type)) return no_node;
    const double value = literal_of(b, n.inputs[0]).value;
    return constant(b, n.type, from.type == f32 ? static_cast<double>(static_cast<float>(value)) : value);
}

/// log(exp(x)) = x; log(exp(x) / s) = x - log(s): the logarithm of a softmax is stable.
constexpr node_id log_of_exp(builder &b, const node &n, attribute_span) {
    const node from = b[n.inputs[0]];
    if (from.kind == op::exp) return from.inputs[0];
    if (from.kind != op::divide || b[from.inputs[0]].kind != op::exp) return no_node;
    return binary(b, op::subtract, b[from.inputs[0]].inputs[0], unary(b, op::log, from.inputs[1]));
}
/// log(sigmoid(x)) = min(x, 0) - log1p(exp(-|x|)).
constexpr node_id log_of_sigmoid(builder &b, const node &n, attribute_span) {
    if (b[n.inputs[0]].kind != op::sigmoid) return no_node;
    const node_id x = b[n.inputs[0]].inputs[0];
    const node_id small = unary(b, op::exp, unary(b, op::negate, unary(b, op::abs, x)));
    return binary(b, op::subtract, with_literal(b, op::minimum, x, 0), unary(b, op::log1p, small));
}

/// The sum over axes that were broadcast is a product with their extents.
constexpr node_id sum_of_broadcast(builder &b, const node &n, attribute_span axes) {
    const node from = b[n.inputs[0]];
    if (from.kind != op::broadcast || n.accumulator != n.type) return no_node;
    unsigned fresh = all_axes(from.dims), summed = 0;
    for (const std::int64_t axis : b.attributes(from)) fresh &= ~(1u << axis);
    for (const std::int64_t axis : axes) summed |= 1u << axis;
    const unsigned gone = fresh & summed;
    if (gone == 0 || n.type == i32) return no_node;
    // what is left of the broadcast and of the sum, in the numbering without the axes that are gone
    std::int64_t kept_axes[max_rank] = {};
    std::size_t kept = 0;
    unsigned still = 0;
    int position = 0;
    for (int i = 0; i < from.dims.rank; ++i) {
        if ((gone >> i & 1u) != 0) continue;
        if ((fresh >> i & 1u) == 0) kept_axes[kept++] = position;
        if ((summed >> i & 1u) != 0) still |= 1u << position;
        ++position;
    }
    const node_id count = element_count(b, from.dims, gone, n.type);
    node_id rest = broadcast(b, from.inputs[0], without_axes(from.dims, gone), {kept_axes, kept});
    rest = reduce(b, op::reduce_sum, rest, still);
    return binary(b, op::multiply, rest, count);
}
constexpr node_id sum_of_sum(builder &b, const node &n, attribute_span axes) {
    const node from = b[n.inputs[0]];
    if (from.kind != op::reduce_sum || n.accumulator != from.accumulator) return no_node;
    const shape whole = b[from.inputs[0]].dims;
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
    return reduce(b, op::reduce_sum, from.inputs[0], mask, n.accumulator);
}

constexpr node_id reshape_reshape(builder &b, const node &n, attribute_span) {
    const node from = b[n.inputs[0]];
    return from.kind == op::reshape ? reshape(b, from.inputs[0], n.dims) : no_node;
}
constexpr node_id permute_identity(builder &, const node &n, attribute_span order) {
    for (std::size_t i = 0; i < order.size(); ++i)
        if (order[i] != static_cast<std::int64_t>(i)) return no_node;
    return n.inputs[0];
}
constexpr node_id permute_permute(builder &b, const node &n, attribute_span order) {
    const node from = b[n.inputs[0]];
    if (from.kind != op::permute) return no_node;
    const auto inner = b.attributes(from);
    std::int64_t together[max_rank] = {};
    for (std::size_t i = 0; i < order.size(); ++i) together[i] = inner[static_cast<std::size_t>(order[i])];
    return permute(b, from.inputs[0], {together, order.size()});
}
constexpr node_id broadcast_broadcast(builder &b, const node &n, attribute_span axes) {
    const node from = b[n.inputs[0]];
    if (from.kind != op::broadcast) return no_node;
    const auto inner = b.attributes(from);
    std::int64_t together[max_rank] = {};
    for (std::size_t i = 0; i < inner.size(); ++i) together[i] = axes[static_cast<std::size_t>(inner[i])];
    return broadcast(b, from.inputs[0], n.dims, {together, inner.size()});
}

struct table_entry {
    op kind;
    rule apply;
};

/// Rules of one operation stand together and are tried in this order.
inline constexpr table_entry table[] = {
    {op::negate, negate_negate},
    {op::log, log_of_exp},
    {op::log, log_of_sigmoid},
    {op::cast, cast_same},
    {op::cast, cast_literal},
    {op::add, fold_literals},
    {op::add, add_zero},
    {op::add, add_negated},
    {op::subtract, fold_literals},
    {op::subtract, subtract_zero},
    {op::subtract, subtract_negated},
    {op::multiply, fold_literals},
    {op::multiply, multiply_one},
    {op::multiply, multiply_minus_one},
    {op::divide, divide_by_one},
    {op::divide, divide_by_minus_one},
    {op::reduce_sum, sum_of_broadcast},
    {op::reduce_sum, sum_of_sum},
    {op::reshape, reshape_reshape},
    {op::permute, permute_identity},
    {op::permute, permute_permute},
    {op::broadcast, broadcast_broadcast},
};

}  // namespace sylvite::graph::simplify
