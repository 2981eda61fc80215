// Gradients of expressions, and the loop from a loss and an update rule to assignments.
//
// An update rule is a class with
//   constexpr auto prepare(update_context &) const      called once an entry; what all parameters share
//   constexpr void operator()(update_context &, const SHARED &, any_expr parameter, any_expr gradient) const
//                                                       called for each parameter
#pragma once

#include <sylvite/dsl/layers/name.hpp>
#include <sylvite/dsl/network.hpp>

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
}  // namespace detail

/// d loss / d parameter, an expression like any other. The loss must depend on it.
template <any_expression L, any_expression P>
constexpr auto grad(const L &loss, const P &parameter, location where = location::here()) {
    const graph::at here(loss.owner(), where);
    detail::require_scalar_loss<L>();
    graph::builder &b = detail::common_owner(loss, parameter, "grad");
    const graph::node_id wanted = parameter.id();
    graph::node_id found = graph::no_node;
    graph::differentiate(b, loss.id(), {&wanted, 1}, {&found, 1});
    if (found == graph::no_node) fault::loss_does_not_depend_on_a_parameter();
    return P(any_expr(b, found));
}

/// What an update rule works with.
class update_context {
  public:
    constexpr explicit update_context(graph::builder &b) : builder_(&b), first_(b.effect_count()) {}

    /// The state "PARAMETER.SUFFIX" of the parameter's shape and dtype, made if it doesn't exist.
    constexpr any_expr state_of(any_expr parameter, std::string_view suffix, initialiser start = zeros) {
        const std::string_view owner_name =
            builder_->name(static_cast<graph::name_id>(builder_->attributes(parameter.id())[0]));
        return state(detail::joined(detail::joined(owner_name, "."), suffix), parameter.type(), parameter.dims(),
                     start);
    }
    /// A scalar state that all parameters share.
    constexpr any_expr scalar_state(std::string_view name, dtype type, initialiser start) {
        return state(name, type, shape{}, start);
    }
    constexpr void assign(any_expr target, any_expr value) { graph::assign(*builder_, target.id(), value.id()); }
    [[nodiscard]] constexpr any_expr converted(any_expr e, dtype type) const {
        return {*builder_, graph::cast(*builder_, e.id(), type)};
    }

    /// The assignments made since the context was.
    [[nodiscard]] constexpr updates result() const { return {first_, builder_->effect_count()}; }

    /// For rules whose parameters share nothing.
    struct nothing {};

  private:
    constexpr any_expr state(std::string_view name, dtype type, const shape &dims, initialiser start) {
        graph::node_id id = builder_->find_leaf(name);
        if (id == graph::no_node)
            id = builder_->declare(graph::op::state, name, type, dims,
                                   {static_cast<std::int64_t>(start.how), std::bit_cast<std::int64_t>(start.a),
                                    std::bit_cast<std::int64_t>(start.b)});
        else if ((*builder_)[id].kind != graph::op::state || (*builder_)[id].dims != dims)
            fault::repeated_name(name);
        return {*builder_, id};
    }
    graph::builder *builder_;
    std::uint32_t first_;
};

namespace detail {

constexpr graph::list<graph::node_id> parameters_of(const graph::builder &b) {
    graph::list<graph::node_id> parameters;
    for (const graph::node_id id : b.leaves())
        if (b[id].kind == graph::op::parameter && is_floating(b[id].type)) parameters.push_back(id);
    return parameters;
}

/// Gradients of all parameters; no_node for those that the loss does not depend on.
template <any_expression L>
constexpr graph::list<graph::node_id> gradients_of(const L &loss, const graph::list<graph::node_id> &parameters) {
    graph::list<graph::node_id> gradients(parameters.size(), graph::no_node);
    graph::differentiate(loss.owner(), loss.id(), parameters.view(), {gradients.begin(), gradients.size()});
    bool any = false;
    for (const graph::node_id g : gradients) any = any || g != graph::no_node;
    if (!any) fault::loss_does_not_depend_on_a_parameter();
    return gradients;
}

}  // namespace detail

/// One step of the update rule on every parameter that the loss depends on.
template <any_expression L, class Rule>
constexpr auto minimize(const L &loss, const Rule &rule, location where = location::here()) {
    const graph::at here(loss.owner(), where);
    detail::require_scalar_loss<L>();
    graph::builder &b = loss.owner();
    const auto parameters = detail::parameters_of(b);
    const auto gradients = detail::gradients_of(loss, parameters);
    update_context context(b);
    const auto shared = rule.prepare(context);
    for (std::size_t i = 0; i < parameters.size(); ++i)
        if (gradients[i] != graph::no_node)
            rule(context, shared, any_expr(b, parameters[i]), any_expr(b, gradients[i]));
    return context.result();
}

/// Keeps the gradient of each parameter in a state "PARAMETER.gradient", readable and writable until apply_gradients.
template <any_expression L>
constexpr auto store_gradients(const L &loss, location where = location::here()) {
    const graph::at here(loss.owner(), where);
    detail::require_scalar_loss<L>();
    graph::builder &b = loss.owner();
    const auto parameters = detail::parameters_of(b);
    const auto gradients = detail::gradients_of(loss, parameters);
    update_context context(b);
    for (std::size_t i = 0; i < parameters.size(); ++i)
        if (gradients[i] != graph::no_node)
            context.assign(context.state_of(any_expr(b, parameters[i]), "gradient"), any_expr(b, gradients[i]));
    return context.result();
}

/// One step of the update rule with the gradients that store_gradients kept.
template <class Rule>
constexpr updates apply_gradients(const network &net, const Rule &rule, location where = location::here()) {
    const graph::at here(net.owner(), where);
    graph::builder &b = net.owner();
    update_context context(b);
    const auto shared = rule.prepare(context);
    for (const graph::node_id id : detail::parameters_of(b)) {
        const any_expr parameter(b, id);
        rule(context, shared, parameter, context.state_of(parameter, "gradient"));
    }
    return context.result();
}

}  // namespace sylvite
