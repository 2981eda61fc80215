// What update rules and options work with: the parameters that are trained, their gradients, the rule's states.
#pragma once

#include <sylvite/dsl/layers/name.hpp>
#include <sylvite/dsl/network.hpp>

namespace sylvite {

/// A parameter on its way through an optimizer: the new value is
/// value (1 - rate_factor rate decoupled_decay) - rate_factor step, where step is what the rule makes of the gradient.
struct trained_parameter {
    any_expr value;
    any_expr gradient;  // of value's shape and dtype, as all that an option puts here
    double rate_factor = 1;
    double decoupled_decay = 0;
};

namespace detail {
template <class T>
inline constexpr bool is_rate = literal_number<T> || untyped_expr<T>;
template <class S, dtype T>
inline constexpr bool is_rate<expr<S, T>> = shape_value<S>.rank == 0;
}  // namespace detail

/// A scalar: mostly an input, net.scalar("rate"), which schedules of the training change; or a number, which the
/// network keeps.
class learning_rate {
  public:
    SYLVITE_REFUSE("the learning rate is missing: write {.rate = net.scalar(\"rate\")}, which fit() then sets, or a "
                   "number, {.rate = 0.001}")
    constexpr learning_rate() {}
    template <any_expression E>
    requires detail::is_rate<E>
    constexpr learning_rate(const E &rate) : expression_(rate) {}  // NOLINT(google-explicit-constructor)
    template <class Other>
    requires(!detail::is_rate<Other>)
        SYLVITE_REFUSE("the learning rate is one number: net.scalar(\"rate\"), or a literal such as 0.001")
    constexpr learning_rate(const Other &) {}  // NOLINT
    template <literal_number N>
    constexpr learning_rate(N rate) : number_(static_cast<double>(rate)), is_number_(true) {}  // NOLINT

    [[nodiscard]] constexpr bool empty() const { return !is_number_ && expression_.empty(); }
    [[nodiscard]] constexpr bool is_number() const { return is_number_; }
    [[nodiscard]] constexpr double number() const { return number_; }
    [[nodiscard]] constexpr any_expr expression() const { return expression_; }

  private:
    any_expr expression_;
    double number_ = 0;
    bool is_number_ = false;
};

template <std::same_as<learning_rate> Rate, any_expression E>
SYLVITE_REFUSE("a rate takes the element type of the parameter first: to.converted(rate, w.type()) * g")
constexpr any_expr operator*(const Rate &, const E &e) {
    return e;
}
template <any_expression E, std::same_as<learning_rate> Rate>
SYLVITE_REFUSE("a rate takes the element type of the parameter first: to.converted(rate, w.type()) * g")
constexpr any_expr operator*(const E &e, const Rate &) {
    return e;
}

class update_context {
  public:
    constexpr update_context(graph::builder &b, graph::list<trained_parameter> parameters)
        : builder_(&b), first_(b.effect_count()), parameters_(std::move(parameters)) {}

    /// In the order of their declaration. Options may change all but `value`.
    [[nodiscard]] constexpr graph::array_view<trained_parameter> parameters() {
        return {parameters_.begin(), parameters_.size()};
    }
    /// Valid until a name is added.
    [[nodiscard]] constexpr std::string_view name_of(any_expr parameter) const {
        return builder_->name(static_cast<graph::name_id>(builder_->attributes(parameter.id())[0]));
    }
    [[nodiscard]] constexpr graph::builder &owner() const { return *builder_; }

    /// The state "PARAMETER.SUFFIX" of the parameter's shape and dtype, made if it doesn't exist.
    constexpr any_expr state_of(any_expr parameter, std::string_view suffix, initialiser start = zeros) {
        return state(state_name(parameter, suffix), parameter.type(), parameter.dims(), start);
    }
    /// Whether "PARAMETER.SUFFIX" exists.
    [[nodiscard]] constexpr bool has_state(any_expr parameter, std::string_view suffix) const {
        return builder_->find_leaf(state_name(parameter, suffix)) != graph::no_node;
    }
    /// A scalar state that all parameters of this update share, such as a count of steps. Named after the first of
    /// them, so that another entry which trains the same ones finds it; one that trains some of them together with
    /// others is a mistake.
    constexpr any_expr shared_state(std::string_view suffix, dtype type, initialiser start) {
        const any_expr first = parameters_[0].value;
        const detail::joined name = state_name(first, suffix);
        const bool is_new = builder_->find_leaf(name) == graph::no_node;
        const any_expr shared = state(name, type, shape{}, start);
        graph::list<graph::node_id> members;
        for (const trained_parameter &p : parameters_) members.push_back(p.value.id());
        const graph::name_id purpose = builder_->intern(suffix);
        const graph::node_id torn = builder_->groups().conflict(purpose, shared.id(), members.view());
        if (torn != graph::no_node)
            builder_->report(fault::parameter_in_two_sets, "two entries train it with one state, in different sets",
                             name_of({*builder_, torn}));
        if (is_new) builder_->groups().add(purpose, shared.id(), members.view());
        return shared;
    }

    constexpr void assign(any_expr target, any_expr value) { graph::assign(*builder_, target.id(), value.id()); }
    [[nodiscard]] constexpr any_expr converted(any_expr e, dtype type) const {
        return {*builder_, graph::cast(*builder_, e.id(), type)};
    }
    [[nodiscard]] constexpr any_expr converted(const learning_rate &rate, dtype type) const {
        return rate.is_number() ? literal(type, rate.number()) : converted(rate.expression(), type);
    }
    [[nodiscard]] constexpr any_expr literal(dtype type, double value) const {
        return {*builder_, graph::constant(*builder_, type, value)};
    }

    /// The assignments made since the context was.
    [[nodiscard]] constexpr updates result() const { return {first_, builder_->effect_count()}; }
    /// The same, of an entry that trains: with this loss, if it is differentiated there.
    [[nodiscard]] constexpr updates training_result(any_expr loss = {}) const {
        return {first_, builder_->effect_count(), true, loss.id()};
    }

  private:
    [[nodiscard]] constexpr detail::joined state_name(any_expr parameter, std::string_view suffix) const {
        return {name_of(parameter), ".", suffix};
    }
    constexpr any_expr state(std::string_view name, dtype type, const shape &dims, initialiser start) {
        graph::node_id id = builder_->find_leaf(name);
        if (id == graph::no_node)
            id = builder_->declare(graph::op::state, name, type, dims,
                                   {static_cast<std::int64_t>(start.how), std::bit_cast<std::int64_t>(start.a),
                                    std::bit_cast<std::int64_t>(start.b)});
        else if ((*builder_)[id].kind != graph::op::state || builder_->dims(id) != dims || (*builder_)[id].type != type)
            fault::repeated_name(name);
        return {*builder_, id};
    }
    graph::builder *builder_;
    std::uint32_t first_;
    graph::list<trained_parameter> parameters_;
};

}  // namespace sylvite
