// What is composed of iota and shifts along an axis: triangular masks and cumulative sums.
#pragma once

#include <sylvite/dsl/ops/slicing.hpp>

namespace sylvite::graph {

/// boolean [rows, columns]: true on the diagonal and below it; `diagonal` moves it up (or down, if negative).
constexpr node_id lower_triangle(builder &b, const extent &rows, const extent &columns, std::int64_t diagonal) {
    shape dims;
    dims.push_back(rows);
    dims.push_back(columns);
    const node_id row = with_literal(b, op::add, iota(b, dims, 0), static_cast<double>(diagonal));
    return binary(b, op::less_equal, iota(b, dims, 1), row);
}

/// x with 0 above the diagonal of its last two axes (keeps_lower), or below it. 0 whatever x holds there.
constexpr node_id keep_triangle(builder &b, node_id x, std::int64_t diagonal, bool keeps_lower) {
    const shape dims = b.dims(x);
    if (dims.rank < 2) fault::shape_not_supported("triangle", dims);
    const std::int64_t first_removed = keeps_lower ? diagonal : diagonal - 1;
    const node_id mask = lower_triangle(b, dims[dims.rank - 2], dims[dims.rank - 1], first_removed);
    const node_id zero = constant(b, b[x].type, 0);
    return keeps_lower ? select(b, mask, x, zero) : select(b, mask, zero, x);
}

/// Element i is the sum of the elements up to i (from i on, if it runs backwards), by doubling: log2(n) additions of
/// the tensor to itself, shifted by 1, 2, 4, ... places. Each is a pass over memory; an error of rounding grows with
/// log2(n); the gradient is the same in the other direction.
constexpr node_id cumulative_sum(builder &b, node_id x, int axis, bool backwards) {
    const shape dims = b.dims(x);
    const dtype type = b[x].type;
    if (axis < 0 || axis >= dims.rank) fault::axis_out_of_range("cumulative_sum", axis, dims);
    if (type == boolean) fault::dtype_not_supported("cumulative_sum", type);
    for (std::int64_t by = 1; by < dims[axis].value; by *= 2)
        x = binary(b, op::add, x, shift(b, x, axis, backwards ? -by : by, neutral_of_sum(type)));
    return x;
}

}  // namespace sylvite::graph
