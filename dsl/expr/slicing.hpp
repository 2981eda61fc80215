// Layout with offsets: slice, pad, shift, reverse, concat, stack, split, chunk. Axes are counted from 0, negative ones
// from the end. A dynamic axis can be reversed and shifted, not cut or lengthened.
#pragma once

#include <sylvite/dsl/expr/layout.hpp>
#include <sylvite/dsl/ops/slicing.hpp>

#include <array>
#include <tuple>

namespace sylvite {

/// As an end of slice: that of the axis.
inline constexpr std::int64_t axis_end = graph::axis_end;

namespace detail {

/// The axis counted from 0; untyped operands are checked in the table.
template <any_expression A>
constexpr int axis_of(const A &a, std::int64_t axis, const char *where) {
    const sylvite::shape dims = a.dims();
    const std::int64_t found = axis < 0 ? axis + dims.rank : axis;
    if (found < 0 || found >= dims.rank) fault::axis_out_of_range(where, axis, dims);
    return static_cast<int>(found);
}
template <class A, std::int64_t Axis>
inline constexpr int axis_in = static_cast<int>(Axis < 0 ? Axis + shape_of<A>.rank : Axis);

template <class A, std::int64_t Axis>
constexpr auto require_fixed_axis() {
    require_axes<A, Axis>();
    constexpr bool fixed = !shape_of<A>.extents[axis_in<A, Axis>].is_dynamic();
    SYLVITE_REQUIRE(fixed, axis_is_dynamic<operand_of<shape_t<A>>, static_cast<int>(Axis)>);
}

/// A's shape with another extent along one axis.
template <class A, int Axis, std::int64_t Extent>
struct resized_shape {
    static constexpr sylvite::shape value = [] {
        sylvite::shape s = shape_of<A>;
        s.extents[Axis] = {Extent, 0};
        return s;
    }();
};

template <std::int64_t Axis, class First, class... Rest>
struct concatenated_shape {
    static constexpr sylvite::shape value = [] {
        sylvite::shape s = shape_of<First>;
        ((s.extents[axis_in<First, Axis>].value += shape_of<Rest>.extents[axis_in<First, Axis>].value), ...);
        return s;
    }();
};
template <std::int64_t Axis, class First, class Other>
constexpr auto require_concat() {
    require_same_dtype<First, Other>();
    constexpr bool legal = graph::can_concat(shape_of<First>, shape_of<Other>, axis_in<First, Axis>);
    SYLVITE_REQUIRE(legal,
                    cannot_concat<static_cast<int>(Axis), operand_of<shape_t<First>>, operand_of<shape_t<Other>>>);
}

/// A literal has the dtype of the expression that it fills.
template <any_expression A, literal_number N>
constexpr double fill_value(N value) {
    if constexpr (typed_expr<A>)
        SYLVITE_REQUIRE((std::is_integral_v<N> || is_floating(type_of<A>)), dtype_not_supported<element<type_of<A>>>);
    return static_cast<double>(value);
}

}  // namespace detail

/// Elements Begin, Begin + Step, ... before End of one axis: slice<1, 2, 5>(x); slice<0, -3, axis_end>(x) the last
/// three; slice<0, 0, axis_end, 2>(x) every second; slice<0, -1, axis_end, -1>(x) from the last one down to the first.
/// Negative bounds count from the end; all must lie within the axis.
template <std::int64_t Axis, std::int64_t Begin, std::int64_t End, std::int64_t Step = 1, any_expression A>
constexpr auto slice(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    if constexpr (typed_expr<A>) {
        detail::require_fixed_axis<A, Axis>();
        constexpr int axis = detail::axis_in<A, Axis>;
        constexpr std::int64_t count =
            graph::resolve({Begin, End, Step}, detail::shape_of<A>.extents[axis].value).count;
        SYLVITE_REQUIRE((count > 0), slice_out_of_range<detail::operand_of<detail::shape_t<A>>, static_cast<int>(Axis),
                                                        elements<Begin, End, Step>>);
        return detail::result_expr<detail::resized_shape<A, axis, count>, detail::type_of<A>>(
            a.owner(), graph::slice(a.owner(), a.id(), axis, {Begin, End, Step}));
    } else {
        const int axis = detail::axis_of(a, Axis, "slice");
        return any_expr(a.owner(), graph::slice(a.owner(), a.id(), axis, {Begin, End, Step}));
    }
}

/// `value` in front of the axis, behind it, and between its elements: pad<1, 2, 3>(x). Negative Low and High cut off.
template <std::int64_t Axis, std::int64_t Low, std::int64_t High, std::int64_t Interior = 0, any_expression A,
          literal_number N = int>
constexpr auto pad(const A &a, N value = N(0), location where = location::here()) {
    const graph::at here(a.owner(), where);
    constexpr graph::padding by{Low, High, Interior};
    const double fill = detail::fill_value<A>(value);
    if constexpr (typed_expr<A>) {
        if constexpr (Low + High != 0 || Interior != 0) detail::require_fixed_axis<A, Axis>();
        detail::require_axes<A, Axis>();
        constexpr int axis = detail::axis_in<A, Axis>;
        constexpr extent to = graph::padded_extent(detail::shape_of<A>.extents[axis], by);
        SYLVITE_REQUIRE(
            (to.value > 0),
            padding_does_not_fit<detail::operand_of<detail::shape_t<A>>, static_cast<int>(Axis), Low, High, Interior>);
        const graph::node_id id = graph::pad(a.owner(), a.id(), axis, by, fill);
        if constexpr (to.is_dynamic())
            return A(a.owner(), id);
        else
            return detail::result_expr<detail::resized_shape<A, axis, to.value>, detail::type_of<A>>(a.owner(), id);
    } else {
        const int axis = detail::axis_of(a, Axis, "pad");
        return any_expr(a.owner(), graph::pad(a.owner(), a.id(), axis, by, fill));
    }
}

/// The elements By places further along the axis (negative: back), `value` where nothing comes from:
/// shift<0, 1>(x)[i] = x[i - 1]. Dynamic axes too.
template <std::int64_t Axis, std::int64_t By, any_expression A, literal_number N = int>
constexpr auto shift(const A &a, N value = N(0), location where = location::here()) {
    return pad<Axis, By, -By>(a, value, where);
}

/// The opposite order along these axes; of a dynamic axis, of what is there at run time.
template <std::int64_t... Axes, any_expression A>
constexpr auto reverse(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    static_assert(sizeof...(Axes) > 0, "sylvite: reverse needs at least one axis, as in reverse<0>(x)");
    detail::require_axes<A, Axes...>();
    const unsigned mask = detail::axes_of<Axes...>(a.dims(), "reverse");
    return A(any_expr(a.owner(), graph::reverse(a.owner(), a.id(), mask)));
}

/// The operands behind each other along the axis, every element as it is (NaN, infinity and -0 too). Untyped operands
/// give an untyped result. (Behind any number of operands there is no place for the caller's line: the last one's is
/// taken.)
template <std::int64_t Axis, any_expression First, any_expression... Rest>
constexpr auto concat(const First &first, const Rest &...rest) {
    (detail::common_owner(first, rest, "concat"), ...);
    const graph::node_id parts[] = {first.id(), rest.id()...};
    if constexpr (typed_expr<First> && (typed_expr<Rest> && ...)) {
        detail::require_fixed_axis<First, Axis>();
        (detail::require_concat<Axis, First, Rest>(), ...);
        using target = detail::concatenated_shape<Axis, First, Rest...>;
        return detail::result_expr<target, detail::type_of<First>>(
            first.owner(), graph::concat(first.owner(), parts, detail::axis_in<First, Axis>));
    } else {
        const int axis = detail::axis_of(first, Axis, "concat");
        return any_expr(first.owner(), graph::concat(first.owner(), parts, axis));
    }
}

namespace detail {
template <class First, class Other>
constexpr auto require_stack() {
    require_same_dtype<First, Other>();
    constexpr bool fits = shape_of<First> == shape_of<Other>;
    SYLVITE_REQUIRE(fits, shapes_do_not_match<operand_of<shape_t<First>>, operand_of<shape_t<Other>>>);
}
}  // namespace detail

/// Operands of one shape along a new axis at this position (negative: from the end). The line of the last one is taken,
/// as by concat.
template <int Axis, typed_expr First, typed_expr... Rest>
constexpr auto stack(const First &first, const Rest &...rest) {
    (detail::require_stack<First, Rest>(), ...);
    return concat<Axis>(detail::with_new_axis<Axis>(first), detail::with_new_axis<Axis>(rest)...);
}

namespace detail {
template <std::int64_t Axis, std::int64_t Begin, std::int64_t Size, std::int64_t... More, class A>
constexpr auto split_from(const A &a) {
    auto part = std::tuple(slice<Axis, Begin, Begin + Size>(a));
    if constexpr (sizeof...(More) == 0)
        return part;
    else
        return std::tuple_cat(part, split_from<Axis, Begin + Size, More...>(a));
}
}  // namespace detail

/// Parts of these sizes, as a std::tuple: auto [a, b] = split<1, 3, 5>(x). The sizes add up to the extent.
template <std::int64_t Axis, std::int64_t... Sizes, typed_expr A>
constexpr auto split(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    detail::require_fixed_axis<A, Axis>();
    constexpr std::int64_t n = detail::shape_of<A>.extents[detail::axis_in<A, Axis>].value;
    constexpr bool legal = sizeof...(Sizes) > 0 && ((Sizes > 0) && ...) && (Sizes + ... + 0) == n;
    SYLVITE_REQUIRE(legal,
                    cannot_split<detail::operand_of<detail::shape_t<A>>, static_cast<int>(Axis), sizes<Sizes...>>);
    return detail::split_from<Axis, 0, Sizes...>(a);
}

/// Count equal parts, as a std::array: auto [q, k, v] = chunk<1, 3>(x).
template <std::int64_t Axis, std::int64_t Count, typed_expr A>
constexpr auto chunk(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    detail::require_fixed_axis<A, Axis>();
    constexpr std::int64_t n = detail::shape_of<A>.extents[detail::axis_in<A, Axis>].value;
    constexpr bool legal = Count > 0 && n % (Count > 0 ? Count : 1) == 0;
    SYLVITE_REQUIRE(legal, cannot_split<detail::operand_of<detail::shape_t<A>>, static_cast<int>(Axis), sizes<Count>>);
    constexpr std::int64_t size = n / Count;
    return [&]<std::size_t... K>(std::index_sequence<K...>) {
        return std::array{
            slice<Axis, size *static_cast<std::int64_t>(K), size *static_cast<std::int64_t>(K + 1)>(a)...};
    }
    (std::make_index_sequence<static_cast<std::size_t>(Count)>());
}

}  // namespace sylvite
