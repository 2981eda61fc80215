// Elementwise operations: dtype and shape rules. Operands are broadcast by NumPy's rule; dtypes never mix silently.
#pragma once

#include <sylvite/dsl/ops/layout.hpp>
#include <sylvite/dsl/ops/leaf.hpp>

namespace sylvite::graph {

/// Whether the operation is defined for operands of this dtype.
constexpr bool accepts(op kind, dtype type) {
    switch (info(kind).operands) {
        case operand_types::numbers:
            return type != boolean;
        case operand_types::floats:
            return is_floating(type);
        case operand_types::booleans:
            return type == boolean;
        default:
            return true;
    }
}
constexpr dtype result_type(op kind, dtype operand) {
    return info(kind).result == result_type_of::truth ? boolean : operand;
}

constexpr node_id elementwise_node(builder &b, op kind, dtype type, std::initializer_list<node_id> inputs) {
    node n;
    n.kind = kind;
    n.type = type;
    for (const node_id i : inputs) n.inputs[n.input_count++] = i;
    n.dims = b[n.inputs[0]].dims;
    return b.add(n);
}

constexpr node_id unary(builder &b, op kind, node_id x) {
    if (!accepts(kind, b[x].type)) fault::dtype_not_supported(info(kind).name, b[x].type);
    return elementwise_node(b, kind, result_type(kind, b[x].type), {x});
}

constexpr node_id binary(builder &b, op kind, node_id x, node_id y) {
    if (b[x].type != b[y].type) fault::dtypes_do_not_match(info(kind).name, b[x].type, b[y].type);
    if (!accepts(kind, b[x].type)) fault::dtype_not_supported(info(kind).name, b[x].type);
    const dtype type = result_type(kind, b[x].type);
    if (b[x].dims != b[y].dims) {
        const broadcast_result together = broadcast_shapes(b.dims(x), b.dims(y));
        if (!together.legal) fault::shapes_do_not_match(info(kind).name, b.dims(x), b.dims(y));
        x = broadcast_to(b, x, together.dims);
        y = broadcast_to(b, y, together.dims);
    }
    return elementwise_node(b, kind, type, {x, y});
}

/// Where the condition holds, x; elsewhere y.
constexpr node_id select(builder &b, node_id condition, node_id x, node_id y) {
    if (b[condition].type != boolean) fault::dtype_not_supported("select", b[condition].type);
    if (b[x].type != b[y].type) fault::dtypes_do_not_match("select", b[x].type, b[y].type);
    broadcast_result together = broadcast_shapes(b.dims(x), b.dims(y));
    if (!together.legal) fault::shapes_do_not_match("select", b.dims(x), b.dims(y));
    const shape values = together.dims;
    together = broadcast_shapes(b.dims(condition), values);
    if (!together.legal) fault::shapes_do_not_match("select", b.dims(condition), values);
    condition = broadcast_to(b, condition, together.dims);
    x = broadcast_to(b, x, together.dims);
    y = broadcast_to(b, y, together.dims);
    return elementwise_node(b, op::select, b[x].type, {condition, x, y});
}

/// Conversion; a number becomes a boolean by comparison with zero, a float an integer by truncation.
constexpr node_id cast(builder &b, node_id x, dtype to) {
    if (b[x].type == to) return x;
    return elementwise_node(b, op::cast, to, {x});
}

/// x (op) a literal of x's dtype.
constexpr node_id with_literal(builder &b, op kind, node_id x, double value) {
    return binary(b, kind, x, constant(b, b[x].type, value));
}

}  // namespace sylvite::graph
