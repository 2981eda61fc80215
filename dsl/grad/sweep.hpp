// Reverse-mode differentiation of the table: one sweep gives the gradients of all wanted nodes, as nodes.
#pragma once

#include <sylvite/dsl/grad/loop.hpp>
#include <sylvite/dsl/simplify/rewrite.hpp>

namespace sylvite::graph {

template <class Takes>
constexpr void sweep(builder &b, node_id from, node_id to, list<node_id> &adjoint, const list<unsigned char> &depends,
                     Takes takes) {
    for (node_id i = from; i-- > to;) {
        if (adjoint[i] == no_node || (depends[i] == 0 && b[i].kind != op::loop) || !takes(i)) continue;
        if (b[i].location != 0) b.set_location(b[i].location);
        if (is_loop_result(b[i].kind)) {  // a loop follows when the adjoints of all of its results are known
            adjoint[b[i].inputs[0]] = adjoint[i];
            continue;
        }
        if (b[i].kind == op::loop) {
            loop_derivative(b, i, adjoint, depends).run();
            continue;
        }
        const grad::rule rule = grad::rule_of(b[i].kind);
        grad::step s{b, b[i], i, adjoint[i]};
        for (int k = 0; k < s.n.input_count; ++k) s.wanted[k] = depends[s.n.inputs[k]] != 0;
        rule(s);
        for (int k = 0; k < s.n.input_count; ++k) {
            const node_id input = s.n.inputs[k];
            if (s.contributions[k] == no_node || depends[input] == 0) continue;
            adjoint[input] =
                adjoint[input] == no_node ? s.contributions[k] : binary(b, op::add, adjoint[input], s.contributions[k]);
        }
    }
}

/// Which nodes depend on the marked ones. A carry depends on what its next value depends on.
constexpr void mark_dependants(const builder &b, list<unsigned char> &depends) {
    for (node_id i = 0; i < depends.size(); ++i) {
        const node &n = b[i];
        for (int k = 0; k < n.input_count; ++k)
            if (depends[n.inputs[k]] != 0) depends[i] = 1;
        if (n.kind != op::loop || n.input_count != 3) continue;
        const node_id carry = n.inputs[1], next = n.inputs[2];
        if (depends[next] == 0 || depends[carry] != 0) continue;
        depends[carry] = 1;
        i = carry;
    }
}

/// gradients[i] becomes d loss / d wanted[i], or no_node where the loss does not depend on wanted[i].
constexpr void differentiate(builder &b, node_id loss, array_view<const node_id> wanted,
                             array_view<node_id> gradients) {
    if (b.dims(loss).rank != 0) fault::loss_is_not_scalar(b.dims(loss));
    if (!is_floating(b[loss].type)) fault::loss_is_not_floating(b[loss].type);
    const std::size_t count = loss + 1;

    // which nodes depend on a wanted one
    list<unsigned char> depends(count, 0);
    for (const node_id w : wanted) {
        if (!is_floating(b[w].type)) fault::gradient_of_something_that_is_not_differentiable(b[w].type);
        if (w < count) depends[w] = 1;
    }
    mark_dependants(b, depends);

    list<node_id> adjoint(count, no_node);
    adjoint[loss] = constant(b, b[loss].type, 1);
    const std::uint32_t location_before = b.current_location();
    const bool was_differentiating = b.is_differentiating();
    b.set_differentiating(true);
    sweep(b, loss + 1, 0, adjoint, depends, [](node_id) { return true; });
    b.set_location(location_before);
    b.set_differentiating(was_differentiating);
    for (std::size_t i = 0; i < wanted.size(); ++i) gradients[i] = wanted[i] < count ? adjoint[wanted[i]] : no_node;
}

}  // namespace sylvite::graph
