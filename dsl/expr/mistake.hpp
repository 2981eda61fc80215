// What the compiler shows where a call cannot be right: names of types that are declared and never defined, which read
// as sentences, with the shapes and element types that were found; or a sentence.
#pragma once

#include <sylvite/dsl/expr/shape_type.hpp>

#include <concepts>

namespace sylvite {

// shapes
template <auto... Extents>
struct extents_are_at_least_1;
template <auto... Extents>
struct more_than_6_axes;
template <auto... Extents>
struct extents_are_whole_numbers;
template <class Shape>
struct extents_of_a_parameter_are_fixed;
template <class Left, class Right>
struct shapes_do_not_match;
template <class Shape, int... Axes>
struct axis_out_of_range;
template <class Shape>
struct too_many_axes;
template <class Shape, class Target>
struct cannot_reshape;
template <class Shape, class Target>
struct cannot_broadcast;
template <class Shape, int... Order>
struct cannot_permute;
template <std::int64_t Begin, std::int64_t End, std::int64_t Step>
struct elements;
template <class Shape, int Axis, class Elements>
struct slice_out_of_range;
template <class Shape, int Axis>
struct axis_is_dynamic;
template <class Shape, int Axis, std::int64_t Low, std::int64_t High, std::int64_t Interior>
struct padding_does_not_fit;
template <int Axis, class First, class Other>
struct cannot_concat;
template <std::int64_t... Sizes>
struct sizes;
template <class Shape, int Axis, class Sizes>
struct cannot_split;
template <class Shape>
struct fewer_than_two_axes;
template <class Shape, int Axes>
struct fewer_axes_than;
template <class Table, class Indices>
struct indices_do_not_fit;
template <class Indices, class Updates>
struct updates_do_not_fit;
template <class Left, class Right>
struct einsum_does_not_fit;
struct malformed_einsum;
template <class Left, class Right>
struct cannot_multiply_matrices;
template <class Logits, class Labels>
struct labels_do_not_match_logits;
template <class Logits, class Weight>
struct weights_do_not_match_classes;
template <class Weight>
struct weights_are_not_a_vector;
template <class Shape>
struct last_axis_is_missing_or_dynamic;
template <class Shape>
struct loss_is_not_scalar;
template <class Target, class Value>
struct assigned_shape_does_not_match;

// element types
template <dtype Type>
struct element;
template <class Left, class Right>
struct dtypes_do_not_match;
template <class Element>
struct dtype_not_supported;
template <class Literal, class Element>
struct literal_does_not_fit;
template <class Element>
struct condition_is_not_boolean;
template <class Element>
struct labels_are_not_i32;
template <class Element>
struct indices_are_not_i32;
template <class Element>
struct loss_is_not_floating;
template <class Element>
struct gradient_of_something_that_is_not_floating;
template <class Shape, int Axis>
struct scan_has_no_such_axis;
template <class First, class Other, int Axis>
struct sequences_differ_in_steps;
template <class Before, class After>
struct carry_becomes_another;
template <class Returned>
struct cell_returns_no_pair_of_carry_and_output;
template <class Found, class Expected>
struct state_of_another_type;

namespace detail {
template <class Shape>
using operand_of = Shape;

// What a function that looks for mistakes returns, for deleted overloads: see dsl/mistakes/README.md.
struct no_mistake;
template <class T>
concept is_mistake = !std::same_as<T, no_mistake>;
template <class T>
struct found {
    using type = T;
};
inline constexpr found<no_mistake> nothing_found{};

/// In the extents of a shape, as they are written between angle brackets.
template <auto... Dims>
constexpr auto find_in_extents() {
    if constexpr (!(is_extent<decltype(Dims)> && ...))
        return found<extents_are_whole_numbers<Dims...>>{};
    else if constexpr (!((extent_value<Dims>.value >= 1) && ...))
        return found<
            extents_are_at_least_1<extent_type<extent_value<Dims>.value, extent_value<Dims>.symbol>::shown...>>{};
    else if constexpr (sizeof...(Dims) > max_user_rank)
        return found<more_than_6_axes<extent_type<extent_value<Dims>.value, extent_value<Dims>.symbol>::shown...>>{};
    else
        return nothing_found;
}
template <auto... Dims>
concept legal_extents = std::same_as<typename decltype(find_in_extents<Dims...>())::type, no_mistake>;
}  // namespace detail

}  // namespace sylvite

/// In front of a function that exists for calls which are never right: the compilers' first line is the caller's, with
/// this sentence.
#define SYLVITE_REFUSE(sentence) __attribute__((unavailable(sentence)))

/// Fails the compilation where the condition does not hold, showing the named type: SYLVITE_REQUIRE(a == b,
/// shapes_do_not_match<A, B>). The type is declared and never defined, so its name is the message. In templates only.
#define SYLVITE_REQUIRE(condition, ...)                                                                                \
    if constexpr (!(condition))                                                                                        \
    static_assert(sizeof(__VA_ARGS__) == 0, "sylvite: the type named beside this line says what is wrong")
