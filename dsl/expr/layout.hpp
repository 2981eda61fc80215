// Layout of expressions: reshape, permute, broadcast, and the integer ramps iota and one_hot.
#pragma once

#include <sylvite/dsl/expr/reduction.hpp>

namespace sylvite {

namespace detail {

template <class A, std::int64_t... Order>
struct permuted_shape {
    static constexpr bool legal = [] {
        unsigned seen = 0;
        bool good = sizeof...(Order) == static_cast<std::size_t>(shape_of<A>.rank);
        for (const std::int64_t axis : {Order..., std::int64_t{-1}}) {
            if (axis < 0) break;
            if (axis >= shape_of<A>.rank || (seen >> axis & 1u) != 0)
                good = false;
            else
                seen |= 1u << axis;
        }
        return good;
    }();
    static constexpr sylvite::shape value = [] {
        sylvite::shape s;
        if constexpr (legal) (s.push_back(shape_of<A>.extents[Order]), ...);
        return s;
    }();
};

template <class A, int Axis>
struct expanded_shape {
    static constexpr sylvite::shape value = [] {
        sylvite::shape s;
        const int at = Axis < 0 ? Axis + shape_of<A>.rank + 1 : Axis;
        for (int i = 0; i <= shape_of<A>.rank; ++i) {
            if (i == at) s.push_back({});
            if (i < shape_of<A>.rank) s.push_back(shape_of<A>.extents[i]);
        }
        return s;
    }();
};
/// expand, at the line that counts where it is called.
template <int Axis, class A>
constexpr auto with_new_axis(const A &a) {
    using target = expanded_shape<A, Axis>;
    return result_expr<target, type_of<A>>(a.owner(), graph::reshape(a.owner(), a.id(), target::value));
}

}  // namespace detail

/// The same elements in row-major order: reshape<rows, 8, 8>(x). A dynamic extent keeps its place.
template <auto... Dims, any_expression A>
constexpr auto reshape(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    using target = detail::shape_of_dims<Dims...>;
    if constexpr (typed_expr<A>) {
        constexpr bool legal = graph::can_reshape(detail::shape_of<A>, target::value);
        SYLVITE_REQUIRE(
            legal, cannot_reshape<detail::operand_of<detail::shape_t<A>>, detail::operand_of<shape_type<Dims...>>>);
        return detail::result_expr<target, detail::type_of<A>>(a.owner(),
                                                               graph::reshape(a.owner(), a.id(), target::value));
    } else {
        return any_expr(a.owner(), graph::reshape(a.owner(), a.id(), target::value));
    }
}

/// Axis i of the result is axis Order[i] of a: permute<1, 0>(a) transposes.
template <std::int64_t... Order, any_expression A>
constexpr auto permute(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    constexpr std::int64_t order[] = {Order..., 0};
    const graph::array_view<const std::int64_t> axes(order, sizeof...(Order));
    if constexpr (typed_expr<A>) {
        using target = detail::permuted_shape<A, Order...>;
        SYLVITE_REQUIRE(target::legal,
                        axis_out_of_range<detail::operand_of<detail::shape_t<A>>, static_cast<int>(Order)...>);
        return detail::result_expr<target, detail::type_of<A>>(a.owner(), graph::permute(a.owner(), a.id(), axes));
    } else {
        return any_expr(a.owner(), graph::permute(a.owner(), a.id(), axes));
    }
}

/// The matrix a with rows and columns exchanged.
template <any_expression A>
constexpr auto transpose(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    return permute<1, 0>(a);
}

/// A new axis of extent 1 at this position (negative: from the end).
template <int Axis, typed_expr A>
constexpr auto expand(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    return detail::with_new_axis<Axis>(a);
}

/// a stretched to this shape by NumPy's rule.
template <auto... Dims, any_expression A>
constexpr auto broadcast_to(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    using target = detail::shape_of_dims<Dims...>;
    const graph::node_id id = graph::broadcast_to(a.owner(), a.id(), target::value);
    if constexpr (typed_expr<A>) {
        constexpr graph::broadcast_result together = graph::broadcast_shapes(detail::shape_of<A>, target::value);
        constexpr bool legal = together.legal && together.dims == target::value;
        SYLVITE_REQUIRE(
            legal,
            shapes_do_not_match<detail::operand_of<detail::shape_t<A>>, detail::operand_of<shape_type<Dims...>>>);
        return detail::result_expr<target, detail::type_of<A>>(a.owner(), id);
    } else {
        return any_expr(a.owner(), id);
    }
}

/// f32 by default: 1 where the last, new axis equals the label, 0 elsewhere; all 0 for labels outside 0..Classes-1.
template <std::int64_t Classes, dtype Type = f32, typed_expr A>
constexpr auto one_hot(const A &labels, location where = location::here()) {
    const graph::at here(labels.owner(), where);
    static_assert(Classes >= 1, "one_hot needs at least one class");
    SYLVITE_REQUIRE((detail::type_of<A> == i32), dtype_not_supported<element<detail::type_of<A>>>);
    sylvite::shape classes;
    classes.push_back({Classes, 0});
    const expr<shape_type<Classes>, i32> ramp(labels.owner(), graph::iota(labels.owner(), classes, 0));
    return cast<Type>(expand<-1>(labels) == ramp);
}

/// x, through which no gradient flows.
template <any_expression A>
constexpr A stop_gradient(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    return A(any_expr(a.owner(), graph::stop_gradient(a.owner(), a.id())));
}

}  // namespace sylvite
