// The table of derivative rules: what each operation's adjoint adds to the adjoints of its inputs.
//
// A rule gets the node (its value is y, its inputs a, b, c) and dy, the adjoint of y, and calls
// to.add(input position, contribution). Derivatives are written in terms of y where that saves keeping a.
#pragma once

#include <sylvite/dsl/ops/contraction.hpp>
#include <sylvite/dsl/ops/effect.hpp>

namespace sylvite::graph::grad {

/// One step of the reverse sweep.
struct step {
    builder &b;
    node n;                                        // a copy: the table grows while rules run
    node_id y;                                     // the node itself
    node_id dy;                                    // its adjoint
    bool wanted[max_inputs] = {true, true, true};  // a rule may skip contributions that nobody wants
    node_id contributions[max_inputs] = {no_node, no_node, no_node};

    constexpr void add(int input, node_id contribution) { contributions[input] = contribution; }
    [[nodiscard]] constexpr node_id in(int i) const { return n.inputs[i]; }
    [[nodiscard]] constexpr const shape &dims_of(int i) const { return b[n.inputs[i]].dims; }
    [[nodiscard]] constexpr node_id mul(node_id x, node_id z) { return binary(b, op::multiply, x, z); }
    [[nodiscard]] constexpr node_id div(node_id x, node_id z) { return binary(b, op::divide, x, z); }
    [[nodiscard]] constexpr node_id sub(node_id x, node_id z) { return binary(b, op::subtract, x, z); }
    [[nodiscard]] constexpr node_id neg(node_id x) { return unary(b, op::negate, x); }
    [[nodiscard]] constexpr node_id literal_like(node_id x, double v) {
        const shape dims = b[x].dims;  // a copy: the literal may move the table
        return broadcast_to(b, constant(b, b[x].type, v), dims);
    }
    [[nodiscard]] constexpr node_id where(node_id condition, node_id x, node_id z) {
        return select(b, condition, x, z);
    }
};

using rule = void (*)(step &);

constexpr void of_negate(step &s) { s.add(0, s.neg(s.dy)); }
constexpr void of_exp(step &s) { s.add(0, s.mul(s.dy, s.y)); }
constexpr void of_log(step &s) { s.add(0, s.div(s.dy, s.in(0))); }
constexpr void of_log1p(step &s) { s.add(0, s.div(s.dy, with_literal(s.b, op::add, s.in(0), 1))); }
constexpr void of_sqrt(step &s) { s.add(0, s.div(with_literal(s.b, op::multiply, s.dy, 0.5), s.y)); }
constexpr void of_rsqrt(step &s) {  // -1/2 y^3
    s.add(0, s.mul(with_literal(s.b, op::multiply, s.dy, -0.5), s.mul(s.y, s.mul(s.y, s.y))));
}
constexpr void of_tanh(step &s) { s.add(0, s.mul(s.dy, s.sub(s.literal_like(s.y, 1), s.mul(s.y, s.y)))); }
constexpr void of_sigmoid(step &s) { s.add(0, s.mul(s.dy, s.mul(s.y, s.sub(s.literal_like(s.y, 1), s.y)))); }
constexpr void of_relu(step &s) {  // 0 at 0, as in PyTorch and JAX; NaN passes
    const node_id zero = s.literal_like(s.y, 0);
    s.add(0, s.where(binary(s.b, op::less_equal, s.y, zero), zero, s.dy));
}
constexpr void of_abs(step &s) { s.add(0, s.mul(s.dy, unary(s.b, op::sign, s.in(0)))); }
constexpr void of_cast(step &s) {
    const dtype from = s.b[s.in(0)].type;
    if (is_floating(from)) s.add(0, cast(s.b, s.dy, from));
}
constexpr void of_add(step &s) {
    s.add(0, s.dy);
    s.add(1, s.dy);
}
constexpr void of_subtract(step &s) {
    s.add(0, s.dy);
    s.add(1, s.neg(s.dy));
}
constexpr void of_multiply(step &s) {
    s.add(0, s.mul(s.dy, s.in(1)));
    s.add(1, s.mul(s.dy, s.in(0)));
}
constexpr void of_divide(step &s) {
    const node_id quotient = s.div(s.dy, s.in(1));
    s.add(0, quotient);
    s.add(1, s.neg(s.mul(quotient, s.y)));
}
/// The smaller (or larger) operand gets dy; equal ones half each; both where one is NaN: as in PyTorch.
constexpr void of_extremum(step &s, bool smaller_wins) {
    const node_id zero = s.literal_like(s.dy, 0), half = with_literal(s.b, op::multiply, s.dy, 0.5);
    const node_id ties = binary(s.b, op::equal, s.in(0), s.in(1));
    const node_id a_less = binary(s.b, op::less, s.in(0), s.in(1));
    const node_id b_less = binary(s.b, op::less, s.in(1), s.in(0));
    s.add(0, s.where(smaller_wins ? b_less : a_less, zero, s.where(ties, half, s.dy)));
    s.add(1, s.where(smaller_wins ? a_less : b_less, zero, s.where(ties, half, s.dy)));
}
constexpr void of_minimum(step &s) { of_extremum(s, true); }
constexpr void of_maximum(step &s) { of_extremum(s, false); }
constexpr void of_select(step &s) {
    const node_id zero = s.literal_like(s.dy, 0);
    s.add(1, s.where(s.in(0), s.dy, zero));
    s.add(2, s.where(s.in(0), zero, s.dy));
}
constexpr unsigned reduced_axes(const step &s) {
    unsigned mask = 0;
    for (const std::int64_t axis : s.b.attributes(s.n)) mask |= 1u << axis;
    return mask;
}
constexpr void of_reduce_sum(step &s) { s.add(0, stretch(s.b, s.dy, s.dims_of(0), reduced_axes(s))); }
/// dy is shared evenly by the elements that equal the maximum.
constexpr void of_reduce_max(step &s) {
    const unsigned mask = reduced_axes(s);
    const shape whole = s.dims_of(0);
    const dtype type = s.n.type;
    const node_id is_max = cast(s.b, binary(s.b, op::equal, s.in(0), stretch(s.b, s.y, whole, mask)), type);
    const node_id each = s.div(s.dy, reduce(s.b, op::reduce_sum, is_max, mask));
    s.add(0, s.mul(is_max, stretch(s.b, each, whole, mask)));
}
/// d(a b -> out): out b -> a, and a out -> b.
constexpr void of_contraction(step &s) {
    const einsum_labels e = labels_of(s.b, s.y);
    const auto adjoint = [](const std::int64_t *first, int first_rank, const std::int64_t *second, int second_rank,
                            const std::int64_t *out, int out_rank) {
        einsum_labels r;
        r.a_rank = first_rank;
        r.b_rank = second_rank;
        r.out_rank = out_rank;
        for (int i = 0; i < max_rank; ++i) {
            r.a[i] = first[i];
            r.b[i] = second[i];
            r.out[i] = out[i];
        }
        return r;
    };
    if (s.wanted[0]) s.add(0, contract(s.b, s.dy, s.in(1), adjoint(e.out, e.out_rank, e.b, e.b_rank, e.a, e.a_rank)));
    if (s.wanted[1]) s.add(1, contract(s.b, s.dy, s.in(0), adjoint(e.out, e.out_rank, e.a, e.a_rank, e.b, e.b_rank)));
}
constexpr void of_reshape(step &s) { s.add(0, reshape(s.b, s.dy, s.dims_of(0))); }
constexpr void of_permute(step &s) {
    std::int64_t inverse[max_rank] = {};
    const auto order = s.b.attributes(s.n);
    for (std::size_t i = 0; i < order.size(); ++i) inverse[order[i]] = static_cast<std::int64_t>(i);
    s.add(0, permute(s.b, s.dy, {inverse, order.size()}));
}
constexpr void of_broadcast(step &s) {
    unsigned fresh = all_axes(s.n.dims);
    for (const std::int64_t axis : s.b.attributes(s.n)) fresh &= ~(1u << axis);
    s.add(0, reduce(s.b, op::reduce_sum, s.dy, fresh));
}
/// Comparisons, positions, rounding and markers: nothing flows.
constexpr void nothing(step &) {}

struct table_entry {
    op kind;
    rule apply;
};
inline constexpr table_entry table[] = {
    {op::negate, of_negate},
    {op::exp, of_exp},
    {op::log, of_log},
    {op::log1p, of_log1p},
    {op::sqrt, of_sqrt},
    {op::rsqrt, of_rsqrt},
    {op::tanh, of_tanh},
    {op::sigmoid, of_sigmoid},
    {op::relu, of_relu},
    {op::abs, of_abs},
    {op::sign, nothing},
    {op::is_nan, nothing},
    {op::logical_not, nothing},
    {op::cast, of_cast},
    {op::add, of_add},
    {op::subtract, of_subtract},
    {op::multiply, of_multiply},
    {op::divide, of_divide},
    {op::minimum, of_minimum},
    {op::maximum, of_maximum},
    {op::less, nothing},
    {op::less_equal, nothing},
    {op::equal, nothing},
    {op::not_equal, nothing},
    {op::logical_and, nothing},
    {op::logical_or, nothing},
    {op::select, of_select},
    {op::reduce_sum, of_reduce_sum},
    {op::reduce_max, of_reduce_max},
    {op::argmax, nothing},
    {op::contraction, of_contraction},
    {op::reshape, of_reshape},
    {op::permute, of_permute},
    {op::broadcast, of_broadcast},
    {op::stop_gradient, nothing},
};

}  // namespace sylvite::graph::grad
