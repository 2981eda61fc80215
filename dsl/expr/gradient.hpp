// Gradients as expressions.
#pragma once

#include <sylvite/dsl/expr/elementwise.hpp>

// Functions that check their operands' types return auto: the compiler then names the caller's line.
namespace sylvite {

namespace detail {

template <any_expression L>
constexpr auto require_scalar_loss() {
    if constexpr (typed_expr<L>) {
        constexpr bool scalar = shape_of<L>.rank == 0;
        SYLVITE_REQUIRE(scalar, loss_is_not_scalar<operand_of<shape_t<L>>>);
    }
}

/// What an expression is called in a message.
constexpr std::string_view name_of_expression(const graph::builder &b, graph::node_id id) {
    const graph::op kind = b[id].kind;
    const bool is_named = kind == graph::op::input || kind == graph::op::parameter || kind == graph::op::state;
    return is_named ? b.name(static_cast<graph::name_id>(b.attributes(id)[0])) : graph::info(kind).name;
}

}  // namespace detail

/// d loss / d wanted, an expression like any other, of the shape of `wanted`: a parameter, an input, or anything else
/// that the loss is computed from. The loss must depend on it.
template <any_expression L, any_expression P>
constexpr auto grad(const L &loss, const P &wanted, location where = location::here()) {
    const graph::at here(loss.owner(), where);
    detail::require_scalar_loss<L>();
    graph::builder &b = detail::common_owner(loss, wanted, "grad");
    const graph::node_id of = wanted.id();
    graph::node_id found = graph::no_node;
    graph::differentiate(b, loss.id(), {&of, 1}, {&found, 1});
    if (found == graph::no_node) {
        b.report(fault::loss_does_not_depend_on_a_parameter, "the loss does not depend on",
                 detail::name_of_expression(b, of));
        return P(wanted);
    }
    return P(any_expr(b, found));
}

}  // namespace sylvite
