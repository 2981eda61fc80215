// Calls of gradients and updates that cannot be right.
#pragma once

#include <sylvite/dsl/expr/custom_gradient.hpp>
#include <sylvite/dsl/mistakes/elementwise.hpp>
#include <sylvite/dsl/optimizers/stored_gradients.hpp>

namespace sylvite {

namespace detail {

template <class S, dtype T>
constexpr auto find_in_loss() {
    if constexpr (shape_value<S>.rank != 0)
        return found<loss_is_not_scalar<S>>{};
    else if constexpr (!is_floating(T))
        return found<loss_is_not_floating<element<T>>>{};
    else
        return nothing_found;
}
template <class S, dtype T, dtype U>
constexpr auto find_in_gradient() {
    if constexpr (is_mistake<typename decltype(find_in_loss<S, T>())::type>)
        return find_in_loss<S, T>();
    else if constexpr (!is_floating(U))
        return found<gradient_of_something_that_is_not_floating<element<U>>>{};
    else
        return nothing_found;
}
template <class S, dtype T, class R, dtype U>
constexpr auto find_in_assign() {
    if constexpr (T != U)
        return found<dtypes_do_not_match<element<T>, element<U>>>{};
    else if constexpr (shape_value<S> != shape_value<R>)
        return found<assigned_shape_does_not_match<S, R>>{};
    else
        return nothing_found;
}

template <class Inputs, class Adjoints>
constexpr auto find_in_adjoints(const Inputs *, const Adjoints *) {
    return nothing_found;
}
template <typed_expr Input, typed_expr... Inputs, typed_expr Adjoint, typed_expr... Adjoints>
constexpr auto find_in_adjoints(const std::tuple<Input, Inputs...> *, const std::tuple<Adjoint, Adjoints...> *) {
    if constexpr (shape_of<Input> != shape_of<Adjoint>)
        return found<shapes_do_not_match<shape_t<Input>, shape_t<Adjoint>>>{};
    else if constexpr (type_of<Input> != type_of<Adjoint>)
        return found<dtypes_do_not_match<element<type_of<Input>>, element<type_of<Adjoint>>>>{};
    else
        return find_in_adjoints(static_cast<const std::tuple<Inputs...> *>(nullptr),
                                static_cast<const std::tuple<Adjoints...> *>(nullptr));
}
template <class Adjoints, class... Inputs>
constexpr auto find_in_custom_gradient() {
    using inputs = std::tuple<Inputs...>;
    if constexpr (is_tuple<Adjoints>)
        return find_in_adjoints(static_cast<inputs *>(nullptr), static_cast<Adjoints *>(nullptr));
    else
        return find_in_adjoints(static_cast<inputs *>(nullptr), static_cast<std::tuple<Adjoints> *>(nullptr));
}

}  // namespace detail

template <class Rule, class S, dtype T, typed_expr... Inputs,
          class Adjoints = std::remove_cvref_t<std::invoke_result_t<const Rule &, expr<S, T>, expr<S, T>, Inputs...>>,
          detail::is_mistake Mistake = typename decltype(detail::find_in_custom_gradient<Adjoints, Inputs...>())::type>
Mistake custom_gradient(const Rule &, const expr<S, T> &, const Inputs &...) = delete;

template <class S, dtype T, class R, dtype U,
          detail::is_mistake Mistake = typename decltype(detail::find_in_gradient<S, T, U>())::type>
Mistake grad(const expr<S, T> &, const expr<R, U> &, location = {}) = delete;

template <class S, dtype T, class Rule, class... Options,
          detail::is_mistake Mistake = typename decltype(detail::find_in_loss<S, T>())::type>
Mistake minimize(const expr<S, T> &, const Rule &, const Options &...) = delete;
template <class S, dtype T, class... Options,
          detail::is_mistake Mistake = typename decltype(detail::find_in_loss<S, T>())::type>
Mistake store_gradients(const expr<S, T> &, const Options &...) = delete;
template <class S, dtype T, class... Options,
          detail::is_mistake Mistake = typename decltype(detail::find_in_loss<S, T>())::type>
Mistake accumulate_gradients(const expr<S, T> &, const Options &...) = delete;
template <class S, dtype T, class... Options,
          detail::is_mistake Mistake = typename decltype(detail::find_in_loss<S, T>())::type>
Mistake gradient_norm(const expr<S, T> &, const Options &...) = delete;

template <class S, dtype T, class R, dtype U,
          detail::is_mistake Mistake = typename decltype(detail::find_in_assign<S, T, R, U>())::type>
Mistake assign(const expr<S, T> &, const expr<R, U> &, location = {}) = delete;

namespace detail {
template <class Rule>
concept update_rule = requires(const Rule &rule, update_context &to, const any_expr &w) {
    rule(to, w, w);
}
|| requires(const Rule &rule, update_context &to, const any_expr &w) { rule(to, rule.prepare(to), w, w); };
/// Of minimize and apply_gradients; a weight, of accumulate_gradients.
template <class Option>
concept update_option = is_selection<Option> || is_change<Option>;
}  // namespace detail

#define SYLVITE_WRONG_RULES(function, first, given)                                                                    \
    template <class Rule, class... Options>                                                                            \
    requires(!detail::update_rule<Rule>) SYLVITE_REFUSE("an update rule comes second, options behind it: " #function   \
                                                        "(" given ", adam{.rate = 0.001}, "                            \
                                                        "freeze(\"hidden.*\"))")                                       \
    constexpr updates function(first, const Rule &, const Options &...) { return {}; }                                 \
    template <detail::update_rule Rule, class... Options>                                                              \
    requires(!(detail::update_option<Options> && ...))                                                                 \
        SYLVITE_REFUSE("this is no option of an update: those are freeze(\"hidden.*\"), rate_of(\"out.*\", 10), "      \
                       "l2_decay(0.01), clip_by_global_norm(1.0) and their like")                                      \
    constexpr updates function(first, const Rule &, const Options &...) { return {}; }                                 \
    SYLVITE_REFUSE("the update rule is missing: " #function "(" given ", adam{.rate = 0.001})")                        \
    constexpr updates function(first) { return {}; }

SYLVITE_WRONG_RULES(minimize, const loss_at &, "loss")
SYLVITE_WRONG_RULES(apply_gradients, const network_at &, "net")
SYLVITE_WRONG_RULES(apply_accumulated, const network_at &, "net")
#undef SYLVITE_WRONG_RULES

template <detail::update_rule Rule, class... More>
SYLVITE_REFUSE("the loss comes first: minimize(loss, adam{.rate = 0.001})")
constexpr updates minimize(const Rule &, const More &...) {
    return {};
}

}  // namespace sylvite
