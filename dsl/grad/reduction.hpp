// Derivative rules of reductions.
#pragma once

#include <sylvite/dsl/grad/step.hpp>

namespace sylvite::graph::grad {

constexpr unsigned reduced_axes(const step &s) {
    unsigned mask = 0;
    for (const std::int64_t axis : s.b.attributes(s.n)) mask |= 1u << axis;
    return mask;
}
constexpr void of_reduce_sum(step &s) { s.add(0, stretch(s.b, s.dy, s.dims_of(0), reduced_axes(s))); }
/// The largest or smallest element: dy is shared evenly by the elements that equal it. Where a NaN is, all get NaN.
constexpr void of_reduce_extremum(step &s) {
    const unsigned mask = reduced_axes(s);
    const shape whole = s.dims_of(0);
    const dtype type = s.n.type;
    const node_id wins = cast(s.b, binary(s.b, op::equal, s.in(0), stretch(s.b, s.y, whole, mask)), type);
    const node_id each = s.div(s.dy, reduce(s.b, op::reduce_sum, wins, mask));
    s.add(0, s.mul(wins, stretch(s.b, each, whole, mask)));
}
/// The product of the others, without dividing by zeros. The factors that are not 0 have the product p and each gets
/// p / a; those that are 0 are counted, and their sum S stands for them: with one zero z the whole is p z = p S, with
/// two p z w, of which z's share is p (S - z) and w's p (S - w). All these are 0 in value and right in their
/// derivatives, so that second order is right with any number of zeros; third order is right where no factor is 0.
/// Costs three reductions and about a dozen elementwise operations over the operand: O(n), where products of all
/// others one by one would cost O(n^2). Like any division by a factor it loses what under- or overflows in p.
constexpr void of_reduce_product(step &s) {
    if (!is_floating(s.n.type)) return;
    const unsigned mask = reduced_axes(s);
    const shape whole = s.dims_of(0);
    const node_id a = s.in(0), zero = s.literal_like(a, 0), one = s.literal_like(a, 1);
    const auto over_rows = [&](op kind, node_id x) { return stretch(s.b, reduce(s.b, kind, x, mask), whole, mask); };
    const node_id is_zero = binary(s.b, op::equal, a, zero);
    const node_id factor = s.where(is_zero, one, a);
    const node_id zeros = over_rows(op::reduce_sum, cast(s.b, is_zero, s.n.type));
    const node_id their_sum = over_rows(op::reduce_sum, s.where(is_zero, a, zero));
    const node_id none = binary(s.b, op::equal, zeros, zero), single = binary(s.b, op::equal, zeros, one);
    const node_id pair = binary(s.b, op::equal, zeros, s.literal_like(a, 2));
    const node_id others_of_zero = s.where(single, one, s.where(pair, s.sub(their_sum, a), zero));
    const node_id others = s.where(none, one, s.where(single, their_sum, zero));
    const node_id share = s.where(is_zero, others_of_zero, s.div(others, factor));
    const node_id dp = s.mul(stretch(s.b, s.dy, whole, mask), over_rows(op::reduce_product, factor));
    s.add(0, s.mul(dp, share));
}

}  // namespace sylvite::graph::grad
