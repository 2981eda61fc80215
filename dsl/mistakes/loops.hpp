// Calls of scan and of recurrent layers with a state that cannot be right.
#pragma once

#include <sylvite/dsl/expr/scan.hpp>
#include <sylvite/dsl/layers/recurrent.hpp>

namespace sylvite {

namespace detail {

template <int Axis, class First>
constexpr auto find_in_sequences() {
    return nothing_found;
}
template <int Axis, class First, class Next, class... More>
constexpr auto find_in_sequences() {
    if constexpr (Axis >= shape_of<Next>.rank)
        return found<scan_has_no_such_axis<shape_t<Next>, Axis>>{};
    else if constexpr (shape_of<Next>.extents[Axis] != shape_of<First>.extents[Axis])
        return found<sequences_differ_in_steps<shape_t<First>, shape_t<Next>, Axis>>{};
    else
        return find_in_sequences<Axis, First, More...>();
}

template <int Axis, class S>
using element_of = result_expr<element_shape<S, Axis>, type_of<S>>;

template <int Axis, class Cell, class Carry, class... Sequences>
constexpr auto find_in_cell() {
    using step = decltype(std::declval<const Cell &>()(std::declval<const Carry &>(),
                                                       std::declval<element_of<Axis, Sequences>>()...));
    if constexpr (!requires(step s) {
                      s.first;
                      s.second;
                  })
        return found<cell_returns_no_pair_of_carry_and_output<step>>{};
    else if constexpr (!std::same_as<std::remove_cvref_t<decltype(step::first)>, Carry>)
        return found<carry_becomes_another<Carry, std::remove_cvref_t<decltype(step::first)>>>{};
    else
        return nothing_found;
}

template <int Axis, class Cell, class Carry, class First, class... More>
constexpr auto find_in_scan() {
    if constexpr (std::same_as<Cell, scan_options>)
        return nothing_found;  // it is the other overload that is called
    else if constexpr (Axis < 0 || Axis >= shape_of<First>.rank)
        return found<scan_has_no_such_axis<shape_t<First>, Axis>>{};
    else if constexpr (is_mistake<typename decltype(find_in_sequences<Axis, First, More...>())::type>)
        return find_in_sequences<Axis, First, More...>();
    else if constexpr (!std::invocable<const Cell &, const Carry &, element_of<Axis, First>, element_of<Axis, More>...>)
        return nothing_found;  // the compiler says why
    else
        return find_in_cell<Axis, Cell, Carry, First, More...>();
}

/// The states of a recurrent layer, each beside what the layer of this operand keeps.
template <class Expected>
constexpr auto find_in_states() {
    return nothing_found;
}
template <class Expected, class State, class... More>
constexpr auto find_in_states() {
    if constexpr (!std::same_as<State, Expected>)
        return found<state_of_another_type<State, Expected>>{};
    else
        return find_in_states<Expected, More...>();
}
template <std::int64_t Hidden, recurrent Of, class X, class... States>
constexpr auto find_in_call_with_state() {
    if constexpr (is_mistake<typename decltype(find_in_recurrent<Hidden, Of, shape_t<X>, type_of<X>>())::type>)
        return find_in_recurrent<Hidden, Of, shape_t<X>, type_of<X>>();
    else
        return find_in_states<result_expr<recurrent_states<X, Hidden, Of>, type_of<X>>, States...>();
}

}  // namespace detail

template <int Axis = 0, class Cell, class Carry, class S, dtype T, typed_expr... More,
          detail::is_mistake Mistake =
              typename decltype(detail::find_in_scan<Axis, Cell, Carry, expr<S, T>, More...>())::type>
Mistake scan(const Cell &, const Carry &, const expr<S, T> &, const More &...) = delete;
template <int Axis = 0, class Cell, class Carry, class S, dtype T, typed_expr... More,
          detail::is_mistake Mistake =
              typename decltype(detail::find_in_scan<Axis, Cell, Carry, expr<S, T>, More...>())::type>
Mistake scan(scan_options, const Cell &, const Carry &, const expr<S, T> &, const More &...) = delete;

#define SYLVITE_WITH_STATE(function)                                                                                   \
    template <std::int64_t Hidden, recurrent Of = recurrent{}, class S, dtype T, typed_expr H,                         \
              detail::is_mistake Mistake =                                                                             \
                  typename decltype(detail::find_in_call_with_state<Hidden, Of, expr<S, T>, H>())::type>               \
    Mistake function(std::string_view, const expr<S, T> &, const H &, const layer::recurrent_options & = {},           \
                     location = {}) = delete;
SYLVITE_WITH_STATE(rnn_with_state)
SYLVITE_WITH_STATE(gru_with_state)
#undef SYLVITE_WITH_STATE
template <std::int64_t Hidden, recurrent Of = recurrent{}, class S, dtype T, typed_expr H,
          detail::is_mistake Mistake =
              typename decltype(detail::find_in_call_with_state<Hidden, Of, expr<S, T>, H, H>())::type>
Mistake lstm_with_state(std::string_view, const expr<S, T> &, const H &, const H &,
                        const layer::recurrent_options & = {}, location = {}) = delete;

}  // namespace sylvite
