// From a loss, an update rule and options to assignments.
//
//   minimize(loss, adam{.rate = net.scalar("rate")}, clip_by_global_norm(1.0), l2_decay(0.01, except("*.bias")),
//            freeze("encoder.*"), rate_of("head.*", 10))
//
// Options that change gradients do so in the order in which they are written, before the rule sees them; the order of
// all others does not matter.
//
// An update rule is a class with
//   learning_rate rate;                                        a scalar or a number; may be left out of a rule of one's
//                                                              own, which then takes no decoupled_decay
//   constexpr auto prepare(update_context &) const             may be left out; called once, what all parameters share
//   constexpr any_expr operator()(update_context &, const SHARED &, any_expr parameter, any_expr gradient) const
//                                                              called for each parameter (without SHARED where prepare
//                                                              is left out): assigns the rule's states, and gives back
//                                                              the step, which is subtracted from the parameter
//   constexpr void check() const                               may be left out: detail::expect_... for each number
// The step must be linear in the rate, since rate_of multiplies it.
//
// An option is a class with one or more of
//   constexpr bool freezes(std::string_view parameter) const
//   constexpr bool permits_unused(std::string_view parameter) const
//   constexpr void operator()(update_context &) const          changes gradients, rate factors and decays
//   constexpr void check() const                               as a rule's
//   parameter_names names;                                     each of its globs must match a parameter
#pragma once

#include <sylvite/dsl/expr/gradient.hpp>
#include <sylvite/dsl/optimizers/context.hpp>
#include <sylvite/dsl/optimizers/names.hpp>

namespace sylvite {

/// A loss, and where it was handed over: a parameter pack leaves no room for a last argument with the location.
class loss_at : public any_expr {
  public:
    template <any_expression L>
    constexpr loss_at(const L &loss, location where = location::here()) : any_expr(loss), where_(where) {  // NOLINT
        detail::require_scalar_loss<L>();
    }
    [[nodiscard]] constexpr location where() const { return where_; }

  private:
    location where_;
};

namespace detail {

template <class Option>
inline constexpr bool is_selection = requires(const Option &o) {
    o.freezes(std::string_view());
}
|| requires(const Option &o) { o.permits_unused(std::string_view()); };
template <class Option>
inline constexpr bool is_change = std::is_invocable_v<const Option &, update_context &>;

template <class Option>
constexpr bool freezes(const Option &option, std::string_view name) {
    if constexpr (requires { option.freezes(name); }) return option.freezes(name);
    return false;
}
template <class Option>
constexpr bool permits_unused(const Option &option, std::string_view name) {
    if constexpr (requires { option.permits_unused(name); }) return option.permits_unused(name);
    return false;
}

/// Floating-point parameters, in the order of their declaration.
constexpr graph::list<graph::node_id> parameters_of(const graph::builder &b) {
    graph::list<graph::node_id> parameters;
    for (const graph::node_id id : b.leaves())
        if (b[id].kind == graph::op::parameter && is_floating(b[id].type)) parameters.push_back(id);
    return parameters;
}

template <class Option>
constexpr void check_names(graph::builder &b, const graph::list<graph::node_id> &parameters, const Option &option) {
    if constexpr (requires { option.names.globs(); })
        for (const std::string_view glob : option.names.globs()) {
            bool used = false;
            for (const graph::node_id id : parameters) used = used || matches(glob, name_of_expression(b, id));
            if (used) continue;
            const auto refuse = [&](std::string_view unmatched) {
                const graph::list<char> names = names_of(b, parameters.view());
                fault::no_parameter_of_this_name(unmatched, {names.begin(), names.size()});
            };
            b.report(refuse, "no parameter has a name like", glob);
        }
}

/// The parameters that are not frozen.
template <class... Options>
constexpr graph::list<graph::node_id> parameters_to_train(graph::builder &b, const Options &...options) {
    const graph::list<graph::node_id> all = parameters_of(b);
    (check_names(b, all, options), ...);
    graph::list<graph::node_id> trained;
    for (const graph::node_id id : all)
        if (!(freezes(options, name_of_expression(b, id)) || ...)) trained.push_back(id);
    if (trained.empty()) fault::no_parameter_to_train();
    return trained;
}

/// The parameters that are not frozen, with the gradients of the loss in training mode; without those that it may leave
/// unused.
template <class... Options>
constexpr graph::list<trained_parameter> gradients_of(const any_expr &of, const Options &...options) {
    graph::builder &b = of.owner();
    const any_expr loss(b, graph::resolve(b, graph::mode::training, of.id()));
    const graph::list<graph::node_id> wanted = parameters_to_train(b, options...);
    graph::list<graph::node_id> gradients(wanted.size(), graph::no_node);
    graph::differentiate(b, loss.id(), wanted.view(), {gradients.begin(), gradients.size()});
    graph::list<trained_parameter> found;
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const std::string_view name = name_of_expression(b, wanted[i]);
        if (gradients[i] != graph::no_node)
            found.push_back({any_expr(b, wanted[i]), any_expr(b, gradients[i])});
        else if (!(permits_unused(options, name) || ...))
            b.report(fault::loss_does_not_depend_on_a_parameter, "the loss does not depend on", name);
    }
    return found;
}

template <class Option>
constexpr void change(update_context &context, const Option &option) {
    static_assert(is_change<Option> || is_selection<Option>, "sylvite: this is no option of an optimizer");
    if constexpr (is_change<Option>) option(context);
}

/// Here, and not where rules and options are made: GCC shows the user's line for calls of functions, such as minimize,
/// and none for constructors among their arguments.
template <class Part>
constexpr void check_numbers(const Part &part) {
    if constexpr (requires { part.check(); }) part.check();
}
/// `what` is "RULE: MEMBER".
constexpr void expect_at_least_0(const char *what, double found) {
    if (!(found >= 0)) fault::number_below_0(what, found);
}
/// Of what fades away by this factor a step.
constexpr void expect_below_1(const char *what, double found) {
    if (!(found >= 0 && found < 1)) fault::number_not_from_0_to_below_1(what, found);
}

struct nothing_shared {};
template <class Rule>
constexpr auto prepared(update_context &context, const Rule &rule) {
    if constexpr (requires { rule.prepare(context); })
        return rule.prepare(context);
    else
        return nothing_shared{};
}

/// 1 - rate decay, in the parameter's dtype: what decoupled decay multiplies it with.
template <class Rule>
constexpr any_expr shrinkage(update_context &context, const Rule &rule, double decay, dtype type) {
    static_assert(
        requires { rule.rate; }, "sylvite: decoupled_decay needs a rule with a member `rate`");
    return context.converted(1 - context.converted(rule.rate, f64) * decay, type);
}

/// Options, rule and assignments, for the parameters and gradients of the context.
template <class Rule, class... Options>
constexpr void update(update_context &context, const Rule &rule, const Options &...options) {
    if constexpr (requires { rule.rate; })
        if (rule.rate.empty()) fault::rule_has_no_rate();
    if constexpr (requires { rule.rate.is_number(); })
        if (rule.rate.is_number()) expect_at_least_0("the learning rate", rule.rate.number());
    check_numbers(rule);
    (check_numbers(options), ...);
    if (context.parameters().empty()) return;  // all are unused, and may be
    (change(context, options), ...);
    const auto shared = prepared(context, rule);
    for (const trained_parameter &p : context.parameters()) {
        any_expr step;
        if constexpr (std::is_same_v<decltype(shared), const nothing_shared>)
            step = rule(context, p.value, p.gradient);
        else
            step = rule(context, shared, p.value, p.gradient);
        if (p.rate_factor != 1) step = step * p.rate_factor;
        any_expr value = p.value;
        if constexpr (requires { rule.rate; })
            if (p.decoupled_decay != 0)
                value = value * shrinkage(context, rule, p.decoupled_decay * p.rate_factor, value.type());
        context.assign(p.value, value - step);
    }
}

}  // namespace detail

/// One step of the update rule on every parameter of the network that is not frozen. It is a mistake if the loss does
/// not depend on one of them and no allow_unused names it.
template <class Rule, class... Options>
constexpr auto minimize(const loss_at &loss, const Rule &rule, const Options &...options) {
    const graph::at here(loss.owner(), loss.where());
    update_context context(loss.owner(), detail::gradients_of(loss, options...));
    detail::update(context, rule, options...);
    return context.training_result(loss);
}

}  // namespace sylvite
