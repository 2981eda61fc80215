// Reductions of expressions. sum(x) reduces all axes, sum<1>(x) axis 1, sum<0, 2>(x) two; negative axes count from the
// end. The axes are dropped; expand<axis>(x) puts one of extent 1 back.
#pragma once

#include <sylvite/dsl/expr/elementwise.hpp>

namespace sylvite {

namespace detail {

template <std::int64_t... Axes>
constexpr unsigned axes_of(const sylvite::shape &from, const char *where) {
    if constexpr (sizeof...(Axes) == 0) {
        return graph::all_axes(from);
    } else {
        constexpr std::int64_t axes[] = {Axes...};
        return graph::axis_mask(where, from, axes);
    }
}

template <std::int64_t... Axes>
constexpr bool axes_legal(const sylvite::shape &from) {
    unsigned mask = 0;
    bool legal = true;
    for (const std::int64_t given : {Axes..., std::int64_t{-100}}) {
        if (given == -100) break;
        const std::int64_t axis = given < 0 ? given + from.rank : given;
        if (axis < 0 || axis >= from.rank || (mask >> axis & 1u) != 0) {
            legal = false;
        } else {
            mask |= 1u << axis;
        }
    }
    return legal;
}

template <class A, std::int64_t... Axes>
struct reduced_shape {
    static constexpr sylvite::shape value =
        graph::without_axes(shape_of<A>, axes_of<Axes...>(shape_of<A>, "reduction"));
};

template <dtype Type, std::int64_t... Axes, any_expression A>
constexpr auto typed_reduction(const A &a, graph::node_id id) {
    if constexpr (typed_expr<A>)
        return result_expr<reduced_shape<A, Axes...>, Type>(a.owner(), id);
    else
        return any_expr(a.owner(), id);
}

template <any_expression A, std::int64_t... Axes>
constexpr auto require_axes() {
    if constexpr (typed_expr<A>) {
        constexpr bool legal = axes_legal<Axes...>(shape_of<A>);
        SYLVITE_REQUIRE(legal, sylvite::axis_out_of_range<operand_of<shape_t<A>>, static_cast<int>(Axes)...>);
    }
}

template <any_expression A>
inline constexpr dtype type_or_f32 = f32;
template <typed_expr A>
inline constexpr dtype type_or_f32<A> = type_of<A>;

template <graph::op Op, dtype Type, std::int64_t... Axes, any_expression A>
constexpr auto reduction(const A &a, const char *name, location where) {
    const graph::at here(a.owner(), where);
    require_axes<A, Axes...>();
    const graph::node_id id = graph::reduce(a.owner(), Op, a.id(), axes_of<Axes...>(a.dims(), name));
    return typed_reduction<Type, Axes...>(a, id);
}

template <any_expression A>
constexpr auto require_boolean(const A &a, const char *name) {
    if constexpr (typed_expr<A>) {
        SYLVITE_REQUIRE((type_of<A> == boolean), dtype_not_supported<element<type_of<A>>>);
    } else if (a.type() != boolean) {
        fault::dtype_not_supported(name, a.type());
    }
}

}  // namespace detail

/// The sum of the elements.
template <std::int64_t... Axes, any_expression A>
constexpr auto sum(const A &a, location where = location::here()) {
    return detail::reduction<graph::op::reduce_sum, detail::type_or_f32<A>, Axes...>(a, "sum", where);
}

/// The product of the elements. Its gradient is right where elements are 0, to the second order.
template <std::int64_t... Axes, any_expression A>
constexpr auto product(const A &a, location where = location::here()) {
    return detail::reduction<graph::op::reduce_product, detail::type_or_f32<A>, Axes...>(a, "product", where);
}

/// The largest element; NaN if any is NaN. The gradient is shared evenly by equal ones.
template <std::int64_t... Axes, any_expression A>
constexpr auto reduce_max(const A &a, location where = location::here()) {
    return detail::reduction<graph::op::reduce_max, detail::type_or_f32<A>, Axes...>(a, "reduce_max", where);
}

/// The smallest element; NaN if any is NaN. The gradient is shared evenly by equal ones.
template <std::int64_t... Axes, any_expression A>
constexpr auto reduce_min(const A &a, location where = location::here()) {
    return detail::reduction<graph::op::reduce_min, detail::type_or_f32<A>, Axes...>(a, "reduce_min", where);
}

/// The arithmetic mean; over a dynamic extent it divides by the run-time number.
template <std::int64_t... Axes, any_expression A>
constexpr auto mean(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    detail::require_axes<A, Axes...>();
    const graph::node_id id = graph::mean(a.owner(), a.id(), detail::axes_of<Axes...>(a.dims(), "mean"));
    return detail::typed_reduction<detail::type_or_f32<A>, Axes...>(a, id);
}

/// i32: the position of the largest element within the reduced axes, the first of equal ones; a NaN counts as largest.
template <std::int64_t... Axes, any_expression A>
constexpr auto argmax(const A &a, location where = location::here()) {
    return detail::reduction<graph::op::argmax, i32, Axes...>(a, "argmax", where);
}

/// i32: the position of the smallest element within the reduced axes, the first of equal ones; a NaN counts as
/// smallest.
template <std::int64_t... Axes, any_expression A>
constexpr auto argmin(const A &a, location where = location::here()) {
    return detail::reduction<graph::op::argmin, i32, Axes...>(a, "argmin", where);
}

/// Whether any of the booleans holds.
template <std::int64_t... Axes, any_expression A>
constexpr auto any(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    detail::require_boolean(a, "any");
    return cast<boolean>(reduce_max<Axes...>(cast<i32>(a)));
}
/// Whether all of the booleans hold.
template <std::int64_t... Axes, any_expression A>
constexpr auto all(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    detail::require_boolean(a, "all");
    return cast<boolean>(reduce_min<Axes...>(cast<i32>(a)));
}

}  // namespace sylvite
