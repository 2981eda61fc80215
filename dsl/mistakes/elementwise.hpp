// Calls of elementwise operators and functions that cannot be right.
#pragma once

#include <sylvite/dsl/expr/elementwise.hpp>
#include <sylvite/dsl/mistakes/mistake.hpp>

namespace sylvite {

namespace detail {

template <graph::op Op, dtype T>
constexpr auto find_in_unary() {
    if constexpr (!graph::accepts(Op, T))
        return found<dtype_not_supported<element<T>>>{};
    else
        return nothing_found;
}
template <class S, class R>
constexpr auto find_in_broadcast() {
    if constexpr (!graph::broadcast_shapes(shape_value<S>, shape_value<R>).legal)
        return found<shapes_do_not_match<S, R>>{};
    else
        return nothing_found;
}
template <graph::op Op, class S, dtype T, class R, dtype U>
constexpr auto find_in_binary() {
    if constexpr (T != U)
        return found<dtypes_do_not_match<element<T>, element<U>>>{};
    else if constexpr (!graph::accepts(Op, T))
        return found<dtype_not_supported<element<T>>>{};
    else
        return find_in_broadcast<S, R>();
}
template <graph::op Op, dtype T, class N>
constexpr auto find_in_literal() {
    if constexpr (!std::is_integral_v<N> && !is_floating(T))
        return found<literal_does_not_fit<N, element<T>>>{};
    else
        return find_in_unary<Op, T>();
}
template <class C, dtype Condition, class S, dtype T, class R, dtype U>
constexpr auto find_in_select() {
    if constexpr (Condition != boolean)
        return found<condition_is_not_boolean<element<Condition>>>{};
    else if constexpr (T != U)
        return found<dtypes_do_not_match<element<T>, element<U>>>{};
    else if constexpr (!graph::broadcast_shapes(shape_value<S>, shape_value<R>).legal)
        return found<shapes_do_not_match<S, R>>{};
    else
        return find_in_broadcast<C, typename result_expr<broadcast_of<expr<S, T>, expr<R, U>>, T>::shape_type>();
}

/// With a literal for one of the values.
template <class C, dtype Condition, class S, dtype T, class N>
constexpr auto find_in_select_of_literal() {
    if constexpr (Condition == boolean && !std::is_integral_v<N> && !is_floating(T))
        return found<literal_does_not_fit<N, element<T>>>{};
    else
        return find_in_select<C, Condition, S, T, extents<>, T>();
}

template <graph::op Op, dtype T>
using mistake_in_unary = typename decltype(find_in_unary<Op, T>())::type;
template <graph::op Op, class S, dtype T, class R, dtype U>
using mistake_in_binary = typename decltype(find_in_binary<Op, S, T, R, U>())::type;
template <graph::op Op, dtype T, class N>
using mistake_in_literal = typename decltype(find_in_literal<Op, T, N>())::type;
template <class C, dtype Condition, class S, dtype T, class N>
using mistake_in_select_of_literal = typename decltype(find_in_select_of_literal<C, Condition, S, T, N>())::type;
template <class C, dtype Condition, class S, dtype T, class R, dtype U>
using mistake_in_select = typename decltype(find_in_select<C, Condition, S, T, R, U>())::type;

}  // namespace detail

#define SYLVITE_MISTAKES_IN_UNARY(function, operation)                                                                 \
    template <class S, dtype T, detail::is_mistake Mistake = detail::mistake_in_unary<graph::op::operation, T>>        \
    Mistake function(const expr<S, T> &, location = {}) = delete
#define SYLVITE_MISTAKES_IN_BINARY(function, operation, ...)                                                           \
    template <class S, dtype T, class R, dtype U,                                                                      \
              detail::is_mistake Mistake = detail::mistake_in_binary<graph::op::operation, S, T, R, U>>                \
    Mistake function(const expr<S, T> &, const expr<R, U> &__VA_ARGS__) = delete;                                      \
    template <class S, dtype T, literal_number N,                                                                      \
              detail::is_mistake Mistake = detail::mistake_in_literal<graph::op::operation, T, N>>                     \
    Mistake function(const expr<S, T> &, const N &__VA_ARGS__) = delete;                                               \
    template <class S, dtype T, literal_number N,                                                                      \
              detail::is_mistake Mistake = detail::mistake_in_literal<graph::op::operation, T, N>>                     \
    Mistake function(const N &, const expr<S, T> &__VA_ARGS__) = delete

SYLVITE_MISTAKES_IN_BINARY(operator+, add);
SYLVITE_MISTAKES_IN_BINARY(operator-, subtract);
SYLVITE_MISTAKES_IN_BINARY(operator*, multiply);
SYLVITE_MISTAKES_IN_BINARY(operator/, divide);
SYLVITE_MISTAKES_IN_BINARY(operator<, less);
SYLVITE_MISTAKES_IN_BINARY(operator<=, less_equal);
SYLVITE_MISTAKES_IN_BINARY(operator>, less);
SYLVITE_MISTAKES_IN_BINARY(operator>=, less_equal);
SYLVITE_MISTAKES_IN_BINARY(operator==, equal);
SYLVITE_MISTAKES_IN_BINARY(operator!=, not_equal);
#define SYLVITE_UNARY_FUNCTION(name, ...) SYLVITE_MISTAKES_IN_UNARY(name, name);
#define SYLVITE_BINARY_FUNCTION(name, call, ...) SYLVITE_MISTAKES_IN_BINARY(call, name, , location = {});
#include <sylvite/dsl/graph/operations.def>
SYLVITE_MISTAKES_IN_UNARY(square, multiply);

template <class S, dtype T, detail::is_mistake Mistake = detail::mistake_in_unary<graph::op::negate, T>>
Mistake operator-(const expr<S, T> &) = delete;
template <class S, dtype T, detail::is_mistake Mistake = detail::mistake_in_unary<graph::op::logical_not, T>>
Mistake operator!(const expr<S, T> &) = delete;
template <class S, dtype T, class R, dtype U,
          detail::is_mistake Mistake = detail::mistake_in_binary<graph::op::logical_and, S, T, R, U>>
Mistake operator&&(const expr<S, T> &, const expr<R, U> &) = delete;
template <class S, dtype T, class R, dtype U,
          detail::is_mistake Mistake = detail::mistake_in_binary<graph::op::logical_or, S, T, R, U>>
Mistake operator||(const expr<S, T> &, const expr<R, U> &) = delete;

template <class C, dtype Condition, class S, dtype T, class R, dtype U,
          detail::is_mistake Mistake = detail::mistake_in_select<C, Condition, S, T, R, U>>
Mistake select(const expr<C, Condition> &, const expr<S, T> &, const expr<R, U> &, location = {}) = delete;

template <class C, dtype Condition, class S, dtype T, literal_number N,
          detail::is_mistake Mistake = detail::mistake_in_select_of_literal<C, Condition, S, T, N>>
Mistake select(const expr<C, Condition> &, const expr<S, T> &, const N &, location = {}) = delete;
template <class C, dtype Condition, class S, dtype T, literal_number N,
          detail::is_mistake Mistake = detail::mistake_in_select_of_literal<C, Condition, S, T, N>>
Mistake select(const expr<C, Condition> &, const N &, const expr<S, T> &, location = {}) = delete;
template <typed_expr C, literal_number X, literal_number Y>
SYLVITE_REFUSE("one of the two values is an expression: select(condition, x, 0); for 1 and 0, cast<f32>(condition)")
constexpr C select(const C &condition, X, Y) {
    return condition;
}

#undef SYLVITE_MISTAKES_IN_UNARY
#undef SYLVITE_MISTAKES_IN_BINARY

}  // namespace sylvite
