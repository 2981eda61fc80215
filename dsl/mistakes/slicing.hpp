// Calls of slice, pad, concat, stack and what is made of them that cannot be right.
#pragma once

#include <sylvite/dsl/expr/triangle.hpp>
#include <sylvite/dsl/mistakes/layout.hpp>

namespace sylvite {

namespace detail {

/// Whether there is no such axis, or it is dynamic.
template <class S, std::int64_t Axis, bool MayBeDynamic = false>
constexpr auto find_in_axis() {
    if constexpr (!axes_legal<Axis>(shape_value<S>))
        return found<axis_out_of_range<S, static_cast<int>(Axis)>>{};
    else if constexpr (!MayBeDynamic && shape_value<S>.extents[axis_in<expr<S, f32>, Axis>].is_dynamic())
        return found<axis_is_dynamic<S, static_cast<int>(Axis)>>{};
    else
        return nothing_found;
}
template <class Found>
inline constexpr bool is_nothing = std::same_as<Found, found<no_mistake>>;

template <class S, std::int64_t Axis, std::int64_t Begin, std::int64_t End, std::int64_t Step>
constexpr auto find_in_slice() {
    constexpr auto of_axis = find_in_axis<S, Axis>();
    if constexpr (!is_nothing<std::remove_const_t<decltype(of_axis)>>)
        return of_axis;
    else if constexpr (graph::resolve({Begin, End, Step}, shape_value<S>.extents[axis_in<expr<S, f32>, Axis>].value)
                           .count == 0)
        return found<slice_out_of_range<S, static_cast<int>(Axis), elements<Begin, End, Step>>>{};
    else
        return nothing_found;
}
template <class S, dtype T, class N, std::int64_t Axis, std::int64_t Low, std::int64_t High, std::int64_t Interior>
constexpr auto find_in_pad() {
    constexpr auto of_axis = find_in_axis < S, Axis, Low + High == 0 && Interior == 0 > ();
    if constexpr (!is_nothing<std::remove_const_t<decltype(of_axis)>>)
        return of_axis;
    else if constexpr (graph::padded_extent(shape_value<S>.extents[axis_in<expr<S, f32>, Axis>], {Low, High, Interior})
                           .value == 0)
        return found<padding_does_not_fit<S, static_cast<int>(Axis), Low, High, Interior>>{};
    else if constexpr (!std::is_integral_v<N> && !is_floating(T))
        return found<literal_does_not_fit<N, element<T>>>{};
    else
        return nothing_found;
}
template <std::int64_t Axis, class S, dtype T>
constexpr auto find_in_concat() {
    return find_in_axis<S, Axis>();
}
template <std::int64_t Axis, class S, dtype T, class Other, class... More>
constexpr auto find_in_concat() {
    constexpr auto of_axis = find_in_axis<S, Axis>();
    if constexpr (!is_nothing<std::remove_const_t<decltype(of_axis)>>)
        return of_axis;
    else if constexpr (type_of<Other> != T)
        return found<dtypes_do_not_match<element<T>, element<type_of<Other>>>>{};
    else if constexpr (!graph::can_concat(shape_value<S>, shape_of<Other>, axis_in<expr<S, T>, Axis>))
        return found<cannot_concat<static_cast<int>(Axis), S, shape_t<Other>>>{};
    else
        return find_in_concat<Axis, S, T, More...>();
}
template <int Axis, class S, dtype T>
constexpr auto find_in_stack() {
    return find_in_expand<S, Axis>();
}
template <int Axis, class S, dtype T, class Other, class... More>
constexpr auto find_in_stack() {
    if constexpr (type_of<Other> != T)
        return found<dtypes_do_not_match<element<T>, element<type_of<Other>>>>{};
    else if constexpr (shape_of<Other> != shape_value<S>)
        return found<shapes_do_not_match<S, shape_t<Other>>>{};
    else
        return find_in_stack<Axis, S, T, More...>();
}
template <class S, std::int64_t Axis, std::int64_t... Sizes>
constexpr auto find_in_split() {
    constexpr auto of_axis = find_in_axis<S, Axis>();
    if constexpr (!is_nothing<std::remove_const_t<decltype(of_axis)>>)
        return of_axis;
    else if constexpr (!((Sizes > 0) && ...) ||
                       (Sizes + ... + 0) != shape_value<S>.extents[axis_in<expr<S, f32>, Axis>].value)
        return found<cannot_split<S, static_cast<int>(Axis), sizes<Sizes...>>>{};
    else
        return nothing_found;
}
template <class S>
constexpr auto find_in_triangle() {
    if constexpr (shape_value<S>.rank < 2)
        return found<fewer_than_two_axes<S>>{};
    else
        return nothing_found;
}

}  // namespace detail

template <std::int64_t Axis, std::int64_t Begin, std::int64_t End, std::int64_t Step = 1, class S, dtype T,
          detail::is_mistake Mistake = typename decltype(detail::find_in_slice<S, Axis, Begin, End, Step>())::type>
Mistake slice(const expr<S, T> &, location = {}) = delete;

template <
    std::int64_t Axis, std::int64_t Low, std::int64_t High, std::int64_t Interior = 0, class S, dtype T,
    literal_number N = int,
    detail::is_mistake Mistake = typename decltype(detail::find_in_pad<S, T, N, Axis, Low, High, Interior>())::type>
Mistake pad(const expr<S, T> &, N = N(0), location = {}) = delete;

template <std::int64_t Axis, class S, dtype T, typed_expr... Rest,
          detail::is_mistake Mistake = typename decltype(detail::find_in_concat<Axis, S, T, Rest...>())::type>
Mistake concat(const expr<S, T> &, const Rest &...) = delete;

template <int Axis, class S, dtype T, typed_expr... Rest,
          detail::is_mistake Mistake = typename decltype(detail::find_in_stack<Axis, S, T, Rest...>())::type>
Mistake stack(const expr<S, T> &, const Rest &...) = delete;

template <std::int64_t Axis, std::int64_t... Sizes, class S, dtype T,
          detail::is_mistake Mistake = typename decltype(detail::find_in_split<S, Axis, Sizes...>())::type>
Mistake split(const expr<S, T> &, location = {}) = delete;

template <std::int64_t Diagonal = 0, class S, dtype T,
          detail::is_mistake Mistake = typename decltype(detail::find_in_triangle<S>())::type>
Mistake tril(const expr<S, T> &, location = {}) = delete;
template <std::int64_t Diagonal = 0, class S, dtype T,
          detail::is_mistake Mistake = typename decltype(detail::find_in_triangle<S>())::type>
Mistake triu(const expr<S, T> &, location = {}) = delete;
template <class S, dtype T, detail::is_mistake Mistake = typename decltype(detail::find_in_triangle<S>())::type>
Mistake causal_mask(const expr<S, T> &, location = {}) = delete;

}  // namespace sylvite
