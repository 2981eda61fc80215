// Rewrite rules of elementwise operations. Only + - * of literals are folded: compilers differ in the last bit of
// anything else.
#pragma once

#include <sylvite/dsl/simplify/rule.hpp>

namespace sylvite::graph::simplify {

constexpr node_id negate_negate(builder &b, const node &n, attribute_view) {
    return b[n.inputs[0]].kind == op::negate ? b[n.inputs[0]].inputs[0] : no_node;
}
constexpr node_id add_zero(builder &b, const node &n, attribute_view) {
    if (is_literal(b, n.inputs[1], 0)) return n.inputs[0];
    return is_literal(b, n.inputs[0], 0) ? n.inputs[1] : no_node;
}
constexpr node_id subtract_zero(builder &b, const node &n, attribute_view) {
    if (is_literal(b, n.inputs[1], 0)) return n.inputs[0];
    return is_literal(b, n.inputs[0], 0) ? unary(b, op::negate, n.inputs[1]) : no_node;
}
constexpr node_id add_negated(builder &b, const node &n, attribute_view) {
    if (b[n.inputs[1]].kind == op::negate) return binary(b, op::subtract, n.inputs[0], b[n.inputs[1]].inputs[0]);
    if (b[n.inputs[0]].kind == op::negate) return binary(b, op::subtract, n.inputs[1], b[n.inputs[0]].inputs[0]);
    return no_node;
}
constexpr node_id subtract_negated(builder &b, const node &n, attribute_view) {
    return b[n.inputs[1]].kind == op::negate ? binary(b, op::add, n.inputs[0], b[n.inputs[1]].inputs[0]) : no_node;
}
constexpr node_id multiply_one(builder &b, const node &n, attribute_view) {
    if (is_literal(b, n.inputs[1], 1)) return n.inputs[0];
    return is_literal(b, n.inputs[0], 1) ? n.inputs[1] : no_node;
}
constexpr node_id multiply_minus_one(builder &b, const node &n, attribute_view) {
    if (is_literal(b, n.inputs[1], -1)) return unary(b, op::negate, n.inputs[0]);
    return is_literal(b, n.inputs[0], -1) ? unary(b, op::negate, n.inputs[1]) : no_node;
}
constexpr node_id divide_by_one(builder &b, const node &n, attribute_view) {
    return is_literal(b, n.inputs[1], 1) ? n.inputs[0] : no_node;
}
constexpr node_id divide_by_minus_one(builder &b, const node &n, attribute_view) {
    return is_literal(b, n.inputs[1], -1) ? unary(b, op::negate, n.inputs[0]) : no_node;
}

/// x^0 = 1^y = 1, whatever the other is; x^1 = x.
constexpr node_id trivial_power(builder &b, const node &n, attribute_view) {
    if (is_literal(b, n.inputs[1], 0) || is_literal(b, n.inputs[0], 1))
        return broadcast_to(b, constant(b, n.type, 1), n.dims);
    return is_literal(b, n.inputs[1], 1) ? n.inputs[0] : no_node;
}
/// Powers that a few multiplications, a division or a root give, their gradients too: 2, 3, -1, -2, 1/2, -1/2.
constexpr node_id power_of_literal(builder &b, const node &n, attribute_view) {
    const literal exponent = literal_of(b, n.inputs[1]);
    const node_id x = n.inputs[0];
    if (!exponent.known) return no_node;
    const auto reciprocal = [&] { return binary(b, op::divide, constant(b, n.type, 1), x); };
    if (exponent.value == 2) return binary(b, op::multiply, x, x);
    if (exponent.value == 3) return binary(b, op::multiply, binary(b, op::multiply, x, x), x);
    if (exponent.value == -1) return reciprocal();
    if (exponent.value == -2) return binary(b, op::multiply, reciprocal(), reciprocal());
    if (exponent.value == 0.5) return unary(b, op::sqrt, x);
    if (exponent.value == -0.5) return unary(b, op::rsqrt, x);
    return no_node;
}

/// literal (op) literal, for scalars; f64 and integers small enough to be exact in double only, or f32 rounded once.
constexpr node_id fold_literals(builder &b, const node &n, attribute_view) {
    if (n.dims != shape_id{} || b[n.inputs[0]].kind != op::constant || b[n.inputs[1]].kind != op::constant)
        return no_node;
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
constexpr node_id broadcast_last(builder &b, const node &n, attribute_view) {
    if (b[n.inputs[0]].kind != op::broadcast) return no_node;
    const node first = b[n.inputs[0]];
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

constexpr node_id cast_same(builder &b, const node &n, attribute_view) {
    return b[n.inputs[0]].type == n.type ? n.inputs[0] : no_node;
}
constexpr node_id cast_literal(builder &b, const node &n, attribute_view) {
    const node &from = b[n.inputs[0]];
    if (from.kind != op::constant || from.type == boolean || !is_floating(n.type)) return no_node;
    const double value = literal_of(b, n.inputs[0]).value;
    return constant(b, n.type, from.type == f32 ? static_cast<double>(static_cast<float>(value)) : value);
}

/// log(exp(x)) = x; log(exp(x) / s) = x - log(s): the logarithm of a softmax is stable.
constexpr node_id log_of_exp(builder &b, const node &n, attribute_view) {
    const node &from = b[n.inputs[0]];
    if (from.kind == op::exp) return from.inputs[0];
    if (from.kind != op::divide || b[from.inputs[0]].kind != op::exp) return no_node;
    const node_id exponent = b[from.inputs[0]].inputs[0];
    return binary(b, op::subtract, exponent, unary(b, op::log, from.inputs[1]));
}
/// log(sigmoid(x)) = min(x, 0) - log1p(exp(-|x|)).
constexpr node_id log_of_sigmoid(builder &b, const node &n, attribute_view) {
    if (b[n.inputs[0]].kind != op::sigmoid) return no_node;
    const node_id x = b[n.inputs[0]].inputs[0];
    const node_id small = unary(b, op::exp, unary(b, op::negate, unary(b, op::abs, x)));
    return binary(b, op::subtract, with_literal(b, op::minimum, x, 0), unary(b, op::log1p, small));
}

}  // namespace sylvite::graph::simplify
