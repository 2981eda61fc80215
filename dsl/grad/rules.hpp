// The derivative rule of each operation: what its adjoint adds to the adjoints of its inputs. Rules of elementwise
// operations, reductions and layout stand in headers of their own, the others here; step.hpp says what a rule is.
#pragma once

#include <sylvite/dsl/grad/elementwise.hpp>
#include <sylvite/dsl/grad/layout.hpp>
#include <sylvite/dsl/grad/reduction.hpp>
#include <sylvite/dsl/ops/contraction.hpp>
#include <sylvite/dsl/ops/effect.hpp>
#include <sylvite/dsl/ops/loop.hpp>
#include <sylvite/dsl/ops/mode.hpp>

namespace sylvite::graph::grad {

/// d(a b -> out): out b -> a, and a out -> b.
constexpr void of_contraction(step &s) {
    const einsum_labels e = labels_of(s.b, s.y);
    const auto adjoint = [](const std::int64_t *first, int first_rank, const std::int64_t *second, int second_rank,
                            const std::int64_t *out, int out_rank) {
        einsum_labels r;
        r.a_rank = first_rank;
        r.b_rank = second_rank;
        r.out_rank = out_rank;
        for (int i = 0; i < first_rank; ++i) r.a[i] = first[i];
        for (int i = 0; i < second_rank; ++i) r.b[i] = second[i];
        for (int i = 0; i < out_rank; ++i) r.out[i] = out[i];
        return r;
    };
    if (s.wanted[0]) s.add(0, contract(s.b, s.dy, s.in(1), adjoint(e.out, e.out_rank, e.b, e.b_rank, e.a, e.a_rank)));
    if (s.wanted[1]) s.add(1, contract(s.b, s.dy, s.in(0), adjoint(e.out, e.out_rank, e.a, e.a_rank, e.b, e.b_rank)));
}

/// What the user wrote, with dy in the place of the leaf that stood for it.
constexpr node_id with_adjoint(builder &b, node_id expression, node_id leaf, node_id dy) {
    list<node_id> moved(expression - leaf + 1, no_node);  // of what depends on the leaf, all of it newer
    moved[0] = dy;
    for (node_id id = leaf + 1; id <= expression; ++id) {
        node n = b[id];
        bool depends = false;
        for (int k = 0; k < n.input_count; ++k)
            if (n.inputs[k] >= leaf && moved[n.inputs[k] - leaf] != no_node) {
                n.inputs[k] = moved[n.inputs[k] - leaf];
                depends = true;
            }
        if (depends) moved[id - leaf] = b.add(n, b.attributes(id));
    }
    return moved[expression - leaf] == no_node ? expression : moved[expression - leaf];
}
constexpr void of_custom_gradient(step &s) {
    const auto leaf = static_cast<node_id>(s.b.attributes(s.n)[0]);
    const bool is_link = s.b.attributes(s.n)[1] != 0;
    if (is_link) s.add(0, s.dy);
    if (s.wanted[1]) s.add(1, s.in(2) < leaf ? s.in(2) : with_adjoint(s.b, s.in(2), leaf, s.dy));
}

/// To each operand, in its own mode.
constexpr void of_by_mode(step &s) {
    const node_id zero = s.literal_like(s.dy, 0);
    if (s.wanted[0]) s.add(0, by_mode(s.b, s.dy, zero, absent_side::evaluation));
    if (s.wanted[1]) s.add(1, by_mode(s.b, zero, s.dy, absent_side::training));
}

/// Of each operation, the rule that its row in dsl/graph/operations.def names.
inline constexpr rule rules[] = {
#define SYLVITE_OPERATION(name, kind, arity, cost, operands, result, derivative) derivative,
#include <sylvite/dsl/graph/operations.def>
};
constexpr rule rule_of(op kind) { return rules[static_cast<unsigned>(kind)]; }

}  // namespace sylvite::graph::grad
