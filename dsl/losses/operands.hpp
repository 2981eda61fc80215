// What losses expect of their operands.
#pragma once

#include <sylvite/dsl/functions/softmax.hpp>

namespace sylvite::detail {

/// Predictions and targets: one floating dtype, one shape.
template <typed_expr A, typed_expr B>
constexpr auto require_alike() {
    require_same_dtype<A, B>();
    require_floating<A>();
    constexpr bool fits = shape_of<A> == shape_of<B>;
    SYLVITE_REQUIRE(fits, shapes_do_not_match<operand_of<shape_t<A>>, operand_of<shape_t<B>>>);
}

/// Rows [..., classes] of a fixed number of classes.
template <typed_expr Z>
constexpr auto require_classes() {
    constexpr int rank = shape_of<Z>.rank;
    static_assert(rank >= 1, "sylvite: a loss of classes needs an axis of classes, the last one");
    static_assert(rank < 1 || !shape_of<Z>.extents[rank - 1].is_dynamic(), "sylvite: the number of classes is fixed");
}

/// Rows [..., classes] and labels i32 [...].
template <typed_expr Z, typed_expr Y>
constexpr auto require_labels() {
    require_floating<Z>();
    require_classes<Z>();
    SYLVITE_REQUIRE((type_of<Y> == i32), dtype_not_supported<element<type_of<Y>>>);
    constexpr bool fits = graph::without_axes(shape_of<Z>, 1u << (shape_of<Z>.rank - 1)) == shape_of<Y>;
    SYLVITE_REQUIRE(fits, shapes_do_not_match<operand_of<shape_t<Z>>, operand_of<shape_t<Y>>>);
}

/// One value for each row of A.
template <typed_expr A>
constexpr auto per_row(any_expr value) {
    return expr<typename lift<reduced_shape<A, -1>>::type, type_of<A>>(value);
}

constexpr unsigned class_axis(any_expr rows) { return last_axes(rows.dims(), 1); }

/// [..., classes] of booleans: whether the class is the row's label.
constexpr any_expr is_label(any_expr rows, any_expr labels) {
    const shape dims = rows.dims();
    const any_expr classes(rows.owner(), graph::iota(rows.owner(), dims, dims.rank - 1));
    return along(labels, rows, class_axis(rows)) == classes;
}

/// The element of each row that its label names.
constexpr any_expr labelled(any_expr rows, any_expr labels) {
    return sum_over(select(is_label(rows, labels), rows, 0), class_axis(rows));
}

/// The values, NaN for rows whose label is not one of the classes.
constexpr any_expr where_labelled(any_expr rows, any_expr labels, any_expr values) {
    const shape dims = rows.dims();
    return select(labels >= 0 && labels < dims[dims.rank - 1].value, values, std::numeric_limits<double>::quiet_NaN());
}

}  // namespace sylvite::detail
