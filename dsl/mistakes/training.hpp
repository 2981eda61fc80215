// Calls of layers, gradients and updates that cannot be right.
#pragma once

#include <sylvite/dsl/layers/dense.hpp>
#include <sylvite/dsl/mistakes/elementwise.hpp>
#include <sylvite/dsl/optimizers/minimize.hpp>

namespace sylvite {

namespace detail {

/// For what works along a last axis of known length, in floating point.
template <class S, dtype T>
constexpr auto find_in_rows() {
    constexpr int rank = shape_value<S>.rank;
    if constexpr (!is_floating(T))
        return found<dtype_not_supported<element<T>>>{};
    else if constexpr (rank == 0 || shape_value<S>.extents[rank == 0 ? 0 : rank - 1].is_dynamic())
        return found<last_axis_is_missing_or_dynamic<S>>{};
    else
        return nothing_found;
}
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

template <std::int64_t Out, class S, dtype T,
          detail::is_mistake Mistake = typename decltype(detail::find_in_rows<S, T>())::type>
Mistake dense(std::string_view, const expr<S, T> &, layer::dense<Out> = {}, location = {}) = delete;

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
