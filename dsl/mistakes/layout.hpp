// Calls of layout functions and contractions that cannot be right.
#pragma once

#include <sylvite/dsl/expr/contraction.hpp>
#include <sylvite/dsl/mistakes/mistake.hpp>

namespace sylvite {

namespace detail {

template <class S, auto... Dims>
constexpr auto find_in_reshape() {
    if constexpr (!graph::can_reshape(shape_value<S>, shape_of_dims<Dims...>::value))
        return found<cannot_reshape<S, shape_type<Dims...>>>{};
    else
        return nothing_found;
}
template <class S, auto... Dims>
constexpr auto find_in_broadcast_to() {
    constexpr graph::broadcast_result together = graph::broadcast_shapes(shape_value<S>, shape_of_dims<Dims...>::value);
    if constexpr (!together.legal || together.dims != shape_of_dims<Dims...>::value)
        return found<cannot_broadcast<S, shape_type<Dims...>>>{};
    else
        return nothing_found;
}
template <class S, std::int64_t... Order>
constexpr auto find_in_permute() {
    if constexpr (!permuted_shape<expr<S, f32>, Order...>::legal)
        return found<cannot_permute<S, static_cast<int>(Order)...>>{};
    else
        return nothing_found;
}
template <class S, int Axis>
constexpr auto find_in_expand() {
    constexpr int rank = shape_value<S>.rank;
    if constexpr (rank == max_user_rank)
        return found<too_many_axes<S>>{};
    else if constexpr (Axis > rank || Axis < -rank - 1)
        return found<axis_out_of_range<S, Axis>>{};
    else
        return nothing_found;
}
template <dtype T>
constexpr auto find_in_labels() {
    if constexpr (T != i32)
        return found<labels_are_not_i32<element<T>>>{};
    else
        return nothing_found;
}
template <equation_text Equation, class S, dtype T, class R, dtype U>
constexpr auto find_in_einsum() {
    if constexpr (!graph::parse_einsum(Equation.view()).legal)
        return found<malformed_einsum>{};
    else if constexpr (T != U)
        return found<dtypes_do_not_match<element<T>, element<U>>>{};
    else if constexpr (T == boolean)
        return found<dtype_not_supported<element<T>>>{};
    else if constexpr (!einsum_of<Equation, expr<S, T>, expr<R, U>>::result.legal)
        return found<einsum_does_not_fit<S, R>>{};
    else
        return nothing_found;
}
template <class S, dtype T, class R, dtype U>
constexpr auto find_in_matmul() {
    constexpr sylvite::shape a = shape_value<S>, b = shape_value<R>;
    constexpr bool batches = [&] {
        if (a.rank != b.rank || a.rank < 2 || a.rank > 4) return false;
        for (int i = 0; i + 2 < a.rank; ++i)
            if (a[i] != b[i]) return false;
        return a[a.rank - 1] == b[b.rank - 2];
    }();
    if constexpr (T != U)
        return found<dtypes_do_not_match<element<T>, element<U>>>{};
    else if constexpr (T == boolean)
        return found<dtype_not_supported<element<T>>>{};
    else if constexpr (!batches)
        return found<cannot_multiply_matrices<S, R>>{};
    else
        return nothing_found;
}

}  // namespace detail

template <auto... Dims, class S, dtype T,
          detail::is_mistake Mistake = typename decltype(detail::find_in_reshape<S, Dims...>())::type>
Mistake reshape(const expr<S, T> &, location = {}) = delete;

template <auto... Dims, class S, dtype T,
          detail::is_mistake Mistake = typename decltype(detail::find_in_broadcast_to<S, Dims...>())::type>
Mistake broadcast_to(const expr<S, T> &, location = {}) = delete;

template <std::int64_t... Order, class S, dtype T,
          detail::is_mistake Mistake = typename decltype(detail::find_in_permute<S, Order...>())::type>
Mistake permute(const expr<S, T> &, location = {}) = delete;

template <class S, dtype T, detail::is_mistake Mistake = typename decltype(detail::find_in_permute<S, 1, 0>())::type>
Mistake transpose(const expr<S, T> &, location = {}) = delete;

template <int Axis, class S, dtype T,
          detail::is_mistake Mistake = typename decltype(detail::find_in_expand<S, Axis>())::type>
Mistake expand(const expr<S, T> &, location = {}) = delete;

template <std::int64_t Classes, dtype Type = f32, class S, dtype T,
          detail::is_mistake Mistake = typename decltype(detail::find_in_labels<T>())::type>
Mistake one_hot(const expr<S, T> &, location = {}) = delete;

template <detail::equation_text Equation, class S, dtype T, class R, dtype U,
          detail::is_mistake Mistake = typename decltype(detail::find_in_einsum<Equation, S, T, R, U>())::type>
Mistake einsum(const expr<S, T> &, const expr<R, U> &, location = {}) = delete;

template <class S, dtype T, class R, dtype U,
          detail::is_mistake Mistake = typename decltype(detail::find_in_matmul<S, T, R, U>())::type>
Mistake matmul(const expr<S, T> &, const expr<R, U> &, location = {}) = delete;

}  // namespace sylvite
