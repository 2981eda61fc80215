// Indexing by data: gather, scatter_add, take_along_axis, pick. Indices are i32, counted from 0, and get no gradient.
// An index out of range (a negative one too) touches no memory: gathering gives NaN for it, 0 or false in tables of
// integers or booleans; scatter_add drops its update. Repeated indices add up.
#pragma once

#include <sylvite/dsl/expr/triangle.hpp>
#include <sylvite/dsl/ops/indexing.hpp>

namespace sylvite {

namespace detail {

template <std::int64_t Axis, class Table, class Indices>
struct gathered {
    static constexpr int rank = shape_of<Table>.rank + shape_of<Indices>.rank - 1;
    static constexpr sylvite::shape value = [] {
        sylvite::shape s;
        if (rank > max_user_rank) return s;
        for (int i = 0; i < axis_in<Table, Axis>; ++i) s.push_back(shape_of<Table>.extents[i]);
        for (int i = 0; i < shape_of<Indices>.rank; ++i) s.push_back(shape_of<Indices>.extents[i]);
        for (int i = axis_in<Table, Axis> + 1; i < shape_of<Table>.rank; ++i) s.push_back(shape_of<Table>.extents[i]);
        return s;
    }();
};

template <auto Rows, class Indices, class Updates>
struct scattered {
    static constexpr graph::broadcast_result result =
        graph::scattered_shape(shape_of<Indices>, shape_of<Updates>, to_extent(Rows), 0);
    static constexpr sylvite::shape value = result.dims;
};

template <class A, std::int64_t Axis, class Indices>
inline constexpr bool can_take_along = [] {
    bool legal = shape_of<A>.rank == shape_of<Indices>.rank;
    for (int i = 0; legal && i < shape_of<A>.rank; ++i)
        legal = i == axis_in<A, Axis> || shape_of<A>.extents[i] == shape_of<Indices>.extents[i];
    return legal;
}();

template <class Indices>
constexpr auto require_indices() {
    SYLVITE_REQUIRE((type_of<Indices> == i32), indices_are_not_i32<element<type_of<Indices>>>);
}

}  // namespace detail

/// The slices of a table along an axis that the indices name; their axes take that axis' place. An embedding of tokens
/// [batch, time] by a table [vocabulary, width] is gather(table, tokens): [batch, time, width].
template <std::int64_t Axis = 0, any_expression Table, any_expression Indices>
constexpr auto gather(const Table &table, const Indices &indices, location where = location::here()) {
    graph::builder &owner = detail::common_owner(table, indices, "gather");
    const graph::at here(owner, where);
    if constexpr (typed_expr<Table> && typed_expr<Indices>) {
        detail::require_axes<Table, Axis>();
        detail::require_indices<Indices>();
        using target = detail::gathered<Axis, Table, Indices>;
        constexpr bool legal = target::rank <= max_user_rank;
        SYLVITE_REQUIRE(legal, indices_do_not_fit<detail::operand_of<detail::shape_t<Table>>,
                                                  detail::operand_of<detail::shape_t<Indices>>>);
        return detail::result_expr<target, detail::type_of<Table>>(
            owner, graph::gather_along(owner, table.id(), indices.id(), detail::axis_in<Table, Axis>));
    } else {
        const int axis = detail::axis_of(table, Axis, "gather");
        return any_expr(owner, graph::gather_along(owner, table.id(), indices.id(), axis));
    }
}

/// [Rows, rest...]: row r is the sum of the updates [indices..., rest...] whose index is r, in their order: the same
/// bits on any number of threads. Rows may be dynamic.
template <auto Rows, any_expression Indices, any_expression Updates>
constexpr auto scatter_add(const Indices &indices, const Updates &updates, location where = location::here()) {
    graph::builder &owner = detail::common_owner(indices, updates, "scatter_add");
    const graph::at here(owner, where);
    if constexpr (typed_expr<Indices> && typed_expr<Updates>) {
        detail::require_indices<Indices>();
        SYLVITE_REQUIRE((detail::type_of<Updates> != boolean), dtype_not_supported<element<detail::type_of<Updates>>>);
        using target = detail::scattered<Rows, Indices, Updates>;
        constexpr bool legal = target::result.legal;
        SYLVITE_REQUIRE(legal, updates_do_not_fit<detail::operand_of<detail::shape_t<Indices>>,
                                                  detail::operand_of<detail::shape_t<Updates>>>);
        return detail::result_expr<target, detail::type_of<Updates>>(
            owner, graph::scatter_add(owner, indices.id(), updates.id(), target::value.extents[0]));
    } else {
        return any_expr(owner, graph::scatter_add(owner, indices.id(), updates.id(), detail::to_extent(Rows)));
    }
}

/// As NumPy's: x and the indices have the same extents but along the axis; element i of a row is the one at indices[i].
template <std::int64_t Axis, typed_expr A, typed_expr Indices>
constexpr auto take_along_axis(const A &a, const Indices &indices, location where = location::here()) {
    graph::builder &owner = detail::common_owner(a, indices, "take_along_axis");
    const graph::at here(owner, where);
    detail::require_axes<A, Axis>();
    detail::require_indices<Indices>();
    constexpr bool legal = detail::can_take_along<A, Axis, Indices>;
    SYLVITE_REQUIRE(
        legal,
        indices_do_not_fit<detail::operand_of<detail::shape_t<A>>, detail::operand_of<detail::shape_t<Indices>>>);
    return expr<detail::shape_t<Indices>, detail::type_of<A>>(
        owner, graph::take_along(owner, a.id(), indices.id(), detail::axis_in<A, Axis>));
}

/// One element of each row: of x [..., n] and indices [...], the elements at the indices.
template <typed_expr A, typed_expr Indices>
constexpr auto pick(const A &a, const Indices &indices, location where = location::here()) {
    graph::builder &owner = detail::common_owner(a, indices, "pick");
    const graph::at here(owner, where);
    detail::require_indices<Indices>();
    constexpr int shared = detail::shape_of<A>.rank - 1;
    constexpr bool legal = shared == detail::shape_of<Indices>.rank &&
                           graph::gathered_shape(detail::shape_of<A>, detail::shape_of<Indices>, shared).legal;
    SYLVITE_REQUIRE(
        legal,
        indices_do_not_fit<detail::operand_of<detail::shape_t<A>>, detail::operand_of<detail::shape_t<Indices>>>);
    return expr<detail::shape_t<Indices>, detail::type_of<A>>(owner,
                                                              graph::gather(owner, a.id(), indices.id(), shared));
}

}  // namespace sylvite
