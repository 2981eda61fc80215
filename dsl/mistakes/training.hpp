// Calls of gradients and updates that cannot be right.
#pragma once

#include <sylvite/dsl/mistakes/elementwise.hpp>
#include <sylvite/dsl/optimizers/minimize.hpp>

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

}  // namespace detail

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

}  // namespace sylvite
