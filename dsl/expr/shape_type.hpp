// Shapes as types: Hana tuples of integral constants, so that a mismatch is an error at the user's line.
#pragma once

#include <sylvite/dsl/dtype.hpp>
#include <sylvite/dsl/shape.hpp>

#include <boost/hana/integral_constant.hpp>
#include <boost/hana/tuple.hpp>

#include <utility>

namespace sylvite {

/// The type of one extent: a Hana integral constant; dynamic extents carry their symbol too.
template <std::int64_t Value>
using fixed_extent = boost::hana::integral_constant<std::int64_t, Value>;

template <std::int64_t Bound, std::int32_t Symbol>
struct dynamic_extent {
    static constexpr std::int64_t value = Bound;
    static constexpr std::int32_t symbol = Symbol;
};

namespace detail {

template <std::int64_t Value, std::int32_t Symbol>
struct extent_type {
    using type = dynamic_extent<Value, Symbol>;
};
template <std::int64_t Value>
struct extent_type<Value, 0> {
    using type = fixed_extent<Value>;
};

template <class T>
inline constexpr extent extent_value{T::value, 0};
template <std::int64_t Bound, std::int32_t Symbol>
inline constexpr extent extent_value<dynamic_extent<Bound, Symbol>>{Bound, Symbol};

template <class Shape>
inline constexpr shape shape_value{};
template <class... Extents>
inline constexpr shape shape_value<boost::hana::tuple<Extents...>> = [] {
    static_assert(sizeof...(Extents) <= max_rank, "a tensor has at most 6 axes");
    shape s;
    (s.push_back(extent_value<Extents>), ...);
    return s;
}();

/// Source::value is a shape; the same shape as a type.
template <class Source, class Axes = std::make_index_sequence<static_cast<std::size_t>(Source::value.rank)>>
struct lift;
template <class Source, std::size_t... Axes>
struct lift<Source, std::index_sequence<Axes...>> {
    using type = boost::hana::tuple<
        typename extent_type<Source::value.extents[Axes].value, Source::value.extents[Axes].symbol>::type...>;
};

constexpr extent to_extent(extent e) { return e; }
constexpr extent to_extent(std::int64_t value) { return {value, 0}; }

template <auto... Dims>
struct shape_of_dims {
    static_assert(sizeof...(Dims) <= max_rank, "a tensor has at most 6 axes");
    static_assert(((to_extent(Dims).value >= 1) && ...), "extents are at least 1");
    static constexpr shape value = [] {
        shape s;
        (s.push_back(to_extent(Dims)), ...);
        return s;
    }();
};

}  // namespace detail

/// shape_type<dynamic<256>, 64>: the shape of a matrix with up to 256 rows and 64 columns.
template <auto... Dims>
using shape_type = typename detail::lift<detail::shape_of_dims<Dims...>>::type;

// What a failed check shows: the names of these types, which are declared and never defined.
template <auto... Extents>
struct operand;
template <class Left, class Right>
struct shapes_do_not_match;
template <class Left, class Right>
struct dtypes_do_not_match;
template <class Shape, int... Axes>
struct axis_out_of_range;
template <class Shape>
struct loss_is_not_scalar;
template <class Element>
struct dtype_not_supported;
template <class Shape, class Target>
struct cannot_reshape;
template <class Left, class Right>
struct einsum_does_not_fit;
template <dtype Type>
struct element;

namespace detail {
template <class Shape>
struct as_operand;
// a fixed extent is shown as its number, a dynamic one as extent{bound, symbol}; Clang writes 3L for a long
template <class T>
inline constexpr auto shown = [] {
    if constexpr (T::value <= 0x7fffffff)
        return static_cast<int>(T::value);
    else
        return T::value;
}();
template <std::int64_t Bound, std::int32_t Symbol>
inline constexpr auto shown<dynamic_extent<Bound, Symbol>> = extent{Bound, Symbol};
template <class... Extents>
struct as_operand<boost::hana::tuple<Extents...>> {
    using type = operand<shown<Extents>...>;
};
template <class Shape>
using operand_of = typename as_operand<Shape>::type;
}  // namespace detail

}  // namespace sylvite

/// Fails the compilation where the condition does not hold, showing the named type: SYLVITE_REQUIRE(a == b,
/// shapes_do_not_match<A, B>). The type is declared and never defined, so its name is the message. In templates only.
#define SYLVITE_REQUIRE(condition, ...)                                                                                \
    if constexpr (!(condition))                                                                                        \
    static_assert(sizeof(__VA_ARGS__) == 0, "sylvite: the type named beside this line says what is wrong")
