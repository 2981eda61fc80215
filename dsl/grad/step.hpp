// What a derivative rule sees and does.
//
// A rule gets the node (its value is y, its inputs a, b, c) and dy, the adjoint of y, and calls
// to.add(input position, contribution). Derivatives are written in terms of y where that saves keeping a.
#pragma once

#include <sylvite/dsl/ops/reduction.hpp>

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
    [[nodiscard]] constexpr const shape &dims_of(int i) const { return b.dims(n.inputs[i]); }
    [[nodiscard]] constexpr node_id mul(node_id x, node_id z) { return binary(b, op::multiply, x, z); }
    [[nodiscard]] constexpr node_id div(node_id x, node_id z) { return binary(b, op::divide, x, z); }
    [[nodiscard]] constexpr node_id sub(node_id x, node_id z) { return binary(b, op::subtract, x, z); }
    [[nodiscard]] constexpr node_id neg(node_id x) { return unary(b, op::negate, x); }
    [[nodiscard]] constexpr node_id literal_like(node_id x, double v) {
        return broadcast_to(b, constant(b, b[x].type, v), b[x].dims);
    }
    [[nodiscard]] constexpr node_id where(node_id condition, node_id x, node_id z) {
        return select(b, condition, x, z);
    }
};

using rule = void (*)(step &);

/// The rule of operations through which nothing flows: comparisons, positions, rounding, leaves.
constexpr void has_none(step &) {}

}  // namespace sylvite::graph::grad
