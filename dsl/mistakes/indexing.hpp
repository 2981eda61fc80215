// Calls of gather, scatter_add and what is made of them that cannot be right.
#pragma once

#include <sylvite/dsl/expr/indexing.hpp>
#include <sylvite/dsl/mistakes/mistake.hpp>

namespace sylvite {

namespace detail {

template <std::int64_t Axis, class S, class I, dtype U>
constexpr auto find_in_gather() {
    if constexpr (U != i32)
        return found<indices_are_not_i32<element<U>>>{};
    else if constexpr (!axes_legal<Axis>(shape_value<S>))
        return found<axis_out_of_range<S, static_cast<int>(Axis)>>{};
    else if constexpr (shape_value<S>.rank + shape_value<I>.rank - 1 > max_user_rank)
        return found<indices_do_not_fit<S, I>>{};
    else
        return nothing_found;
}
template <auto Rows, class I, dtype U, class S, dtype T>
constexpr auto find_in_scatter_add() {
    if constexpr (U != i32)
        return found<indices_are_not_i32<element<U>>>{};
    else if constexpr (T == boolean)
        return found<dtype_not_supported<element<T>>>{};
    else if constexpr (!scattered<Rows, expr<I, U>, expr<S, T>>::result.legal)
        return found<updates_do_not_fit<I, S>>{};
    else
        return nothing_found;
}
template <std::int64_t Axis, class S, class I, dtype U>
constexpr auto find_in_take_along_axis() {
    if constexpr (U != i32)
        return found<indices_are_not_i32<element<U>>>{};
    else if constexpr (!axes_legal<Axis>(shape_value<S>))
        return found<axis_out_of_range<S, static_cast<int>(Axis)>>{};
    else if constexpr (!can_take_along<expr<S, f32>, Axis, expr<I, U>>)
        return found<indices_do_not_fit<S, I>>{};
    else
        return nothing_found;
}
template <class S, class I, dtype U>
constexpr auto find_in_pick() {
    constexpr int shared = shape_value<S>.rank - 1;
    if constexpr (U != i32)
        return found<indices_are_not_i32<element<U>>>{};
    else if constexpr (shared != shape_value<I>.rank ||
                       !graph::gathered_shape(shape_value<S>, shape_value<I>, shared).legal)
        return found<indices_do_not_fit<S, I>>{};
    else
        return nothing_found;
}

}  // namespace detail

template <std::int64_t Axis = 0, class S, dtype T, class I, dtype U,
          detail::is_mistake Mistake = typename decltype(detail::find_in_gather<Axis, S, I, U>())::type>
Mistake gather(const expr<S, T> &, const expr<I, U> &, location = {}) = delete;

template <auto Rows, class I, dtype U, class S, dtype T,
          detail::is_mistake Mistake = typename decltype(detail::find_in_scatter_add<Rows, I, U, S, T>())::type>
Mistake scatter_add(const expr<I, U> &, const expr<S, T> &, location = {}) = delete;

template <std::int64_t Axis, class S, dtype T, class I, dtype U,
          detail::is_mistake Mistake = typename decltype(detail::find_in_take_along_axis<Axis, S, I, U>())::type>
Mistake take_along_axis(const expr<S, T> &, const expr<I, U> &, location = {}) = delete;

template <class S, dtype T, class I, dtype U,
          detail::is_mistake Mistake = typename decltype(detail::find_in_pick<S, I, U>())::type>
Mistake pick(const expr<S, T> &, const expr<I, U> &, location = {}) = delete;

}  // namespace sylvite
