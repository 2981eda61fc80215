// Reverse-mode differentiation of the table: one sweep gives the gradients of all wanted nodes, as nodes.
#pragma once

#include <sylvite/dsl/grad/rules.hpp>
#include <sylvite/dsl/simplify/rewrite.hpp>

namespace sylvite::graph {

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
    for (node_id i = 0; i < count; ++i)
        for (int k = 0; k < b[i].input_count; ++k)
            if (depends[b[i].inputs[k]] != 0) depends[i] = 1;

    list<node_id> adjoint(count, no_node);
    adjoint[loss] = constant(b, b[loss].type, 1);
    const std::uint32_t location_before = b.current_location();
    const bool was_differentiating = b.is_differentiating();
    b.set_differentiating(true);
    for (node_id i = loss + 1; i-- > 0;) {
        if (adjoint[i] == no_node || depends[i] == 0) continue;
        if (b[i].location != 0) b.set_location(b[i].location);
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
    b.set_location(location_before);
    b.set_differentiating(was_differentiating);
    for (std::size_t i = 0; i < wanted.size(); ++i) gradients[i] = wanted[i] < count ? adjoint[wanted[i]] : no_node;
}

}  // namespace sylvite::graph
