// The table of rewrite rules. Those of elementwise operations and of reductions stand in headers of their own, the
// others here; rule.hpp says what a rule is.
#pragma once

#include <sylvite/dsl/ops/contraction.hpp>
#include <sylvite/dsl/ops/effect.hpp>
#include <sylvite/dsl/simplify/elementwise.hpp>
#include <sylvite/dsl/simplify/reduction.hpp>

namespace sylvite::graph::simplify {

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
    {op::pow, trivial_power},
    {op::pow, power_of_literal},
    {op::reduce_sum, sum_of_broadcast},
    {op::reduce_sum, reduction_of_itself},
    {op::reduce_product, reduction_of_itself},
    {op::reshape, reshape_reshape},
    {op::permute, permute_identity},
    {op::permute, permute_permute},
    {op::broadcast, broadcast_broadcast},
};

}  // namespace sylvite::graph::simplify
