// Shapes as types, so that a mismatch is an error at the user's line. A shape stands for a Hana tuple of integral
// constants; its own name reads better in a compiler's message: extents<32, 8>.
#pragma once

#include <sylvite/dsl/dtype.hpp>
#include <sylvite/dsl/shape.hpp>

#include <boost/hana/integral_constant.hpp>
#include <boost/hana/tuple.hpp>

#include <type_traits>
#include <utility>

namespace sylvite {

/// How messages show dynamic extents: (sylvite::symbol<1>::up_to)256 for dynamic<256>. A scalar, since compilers differ
/// in how they print template arguments of class type.
template <std::int32_t Symbol>
struct symbol {
    enum class up_to : std::int64_t {};
    friend constexpr extent to_extent(up_to bound) { return {static_cast<std::int64_t>(bound), Symbol}; }
};

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
    static constexpr auto shown = typename symbol<Symbol>::up_to(Value);
};
template <std::int64_t Value>
struct extent_type<Value, 0> {
    using type = fixed_extent<Value>;
    static constexpr auto shown = [] {
        if constexpr (Value <= 0x7fffffff)
            return static_cast<int>(Value);  // Clang writes 3L for a long
        else
            return Value;
    }();
};

constexpr extent to_extent(extent e) { return e; }
constexpr extent to_extent(std::int64_t value) { return {value, 0}; }

template <auto Extent>
inline constexpr extent extent_value = to_extent(Extent);

/// What can stand for an extent between angle brackets.
template <class T>
inline constexpr bool is_extent = std::is_integral_v<T> && !std::is_same_v<T, bool>;
template <>
inline constexpr bool is_extent<const extent> = true;
template <>
inline constexpr bool is_extent<extent> = true;

}  // namespace detail

/// The shape of an expression as a type. Made by shape_type, which writes each extent in one way only.
template <auto... Extents>
struct extents {
    using tuple = boost::hana::tuple<typename detail::extent_type<detail::extent_value<Extents>.value,
                                                                  detail::extent_value<Extents>.symbol>::type...>;
};

namespace detail {

template <class Shape>
inline constexpr shape shape_value{};
template <auto... Extents>
inline constexpr shape shape_value<extents<Extents...>> = [] {
    static_assert(sizeof...(Extents) <= max_user_rank, "sylvite: a tensor has at most 6 axes");
    shape s;
    (s.push_back(extent_value<Extents>), ...);
    return s;
}();

/// Source::value is a shape; the same shape as a type.
template <class Source, class Axes = std::make_index_sequence<static_cast<std::size_t>(Source::value.rank)>>
struct lift;
template <class Source, std::size_t... Axes>
struct lift<Source, std::index_sequence<Axes...>> {
    using type = extents<extent_type<Source::value.extents[Axes].value, Source::value.extents[Axes].symbol>::shown...>;
};

template <auto... Dims>
struct shape_of_dims {
    static_assert(sizeof...(Dims) <= max_user_rank, "sylvite: a tensor has at most 6 axes");
    static_assert(((to_extent(Dims).value >= 1) && ...), "sylvite: extents are at least 1");
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

}  // namespace sylvite
