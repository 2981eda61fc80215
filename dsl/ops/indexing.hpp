// Indexing by data: gather and scatter_add, each the other's adjoint. The first `shared` axes of both operands are the
// same and stay; an index is a position along the next axis of the table, counted from 0. Indices outside the table
// (negative ones too) read and write nothing: gather gives a literal for them, scatter_add drops them.
#pragma once

#include <sylvite/dsl/ops/slicing.hpp>

namespace sylvite::graph {

/// [shared..., indices..., rest...] of a table [shared..., n, rest...] and indices [shared..., indices...].
constexpr broadcast_result gathered_shape(const shape &table, const shape &indices, int shared) {
    broadcast_result r;
    r.legal = shared >= 0 && shared < table.rank && shared <= indices.rank &&
              indices.rank + table.rank - shared - 1 <= max_user_rank;
    for (int i = 0; r.legal && i < shared; ++i) r.legal = table[i] == indices[i];
    if (!r.legal) return r;
    r.dims = indices;
    for (int i = shared + 1; i < table.rank; ++i) r.dims.push_back(table[i]);
    return r;
}

/// [shared..., rows, rest...] of indices [shared..., indices...] and updates [shared..., indices..., rest...].
constexpr broadcast_result scattered_shape(const shape &indices, const shape &updates, const extent &rows, int shared) {
    broadcast_result r;
    r.legal = shared >= 0 && shared <= indices.rank && indices.rank <= updates.rank && rows.value >= 1 &&
              shared + 1 + updates.rank - indices.rank <= max_user_rank;
    for (int i = 0; r.legal && i < indices.rank; ++i) r.legal = updates[i] == indices[i];
    if (!r.legal) return r;
    for (int i = 0; i < shared; ++i) r.dims.push_back(indices[i]);
    r.dims.push_back(rows);
    for (int i = indices.rank; i < updates.rank; ++i) r.dims.push_back(updates[i]);
    return r;
}

/// What gather gives where the index is out of range, if nothing else is said.
constexpr double missing_element(dtype type) {
    return is_floating(type) ? std::numeric_limits<double>::quiet_NaN() : 0.0;
}

constexpr node_id gather(builder &b, node_id table, node_id indices, int shared, double otherwise) {
    if (b[indices].type != i32) fault::dtype_not_supported("gather, indices", b[indices].type);
    const broadcast_result r = gathered_shape(b.dims(table), b.dims(indices), shared);
    if (!r.legal) fault::shapes_do_not_match("gather", b.dims(table), b.dims(indices));
    node n;
    n.kind = op::gather;
    n.type = b[table].type;
    n.input_count = 2;
    n.inputs[0] = table;
    n.inputs[1] = indices;
    n.dims = b.intern(r.dims);
    return b.add(n, {shared, std::bit_cast<std::int64_t>(otherwise)});
}

/// Rows of the table: NaN where an index is out of range, 0 or false in tables of integers or booleans.
constexpr node_id gather(builder &b, node_id table, node_id indices, int shared = 0) {
    return gather(b, table, indices, shared, missing_element(b[table].type));
}

/// Along any axis of the table, which the axes of the indices take the place of.
constexpr node_id gather_along(builder &b, node_id table, node_id indices, int axis) {
    const shape from = b.dims(table);
    if (axis < 0 || axis >= from.rank) fault::axis_out_of_range("gather", axis, from);
    if (from.rank - 1 + b.dims(indices).rank > max_user_rank)
        fault::shapes_do_not_match("gather", from, b.dims(indices));
    const int index_rank = b.dims(indices).rank;
    std::int64_t axis_first[max_rank] = {axis}, back[max_rank] = {};
    for (int i = 0, k = 1; i < from.rank; ++i)
        if (i != axis) axis_first[k++] = i;
    table = permute(b, table, {axis_first, static_cast<std::size_t>(from.rank)});
    for (int i = 0; i < axis; ++i) back[i] = index_rank + i;
    for (int i = 0; i < index_rank; ++i) back[axis + i] = i;
    for (int i = axis + 1; i < from.rank; ++i) back[index_rank + i - 1] = index_rank + i - 1;
    return permute(b, gather(b, table, indices), {back, static_cast<std::size_t>(index_rank + from.rank - 1)});
}

/// Row r of the result is the sum of the updates whose index is r, added in row-major order of the indices.
constexpr node_id scatter_add(builder &b, node_id indices, node_id updates, const extent &rows, int shared = 0) {
    if (b[indices].type != i32) fault::dtype_not_supported("scatter_add, indices", b[indices].type);
    if (b[updates].type == boolean) fault::dtype_not_supported("scatter_add", boolean);
    const broadcast_result r = scattered_shape(b.dims(indices), b.dims(updates), rows, shared);
    if (!r.legal) fault::shapes_do_not_match("scatter_add", b.dims(indices), b.dims(updates));
    node n;
    n.kind = op::scatter_add;
    n.type = b[updates].type;
    n.input_count = 2;
    n.inputs[0] = indices;
    n.inputs[1] = updates;
    n.dims = b.intern(r.dims);
    return b.add(n, {shared});
}

/// x and indices of the same rank, equal but along the axis: element i of a row is the one that indices[i] points to.
constexpr node_id take_along(builder &b, node_id x, node_id indices, int axis) {
    const shape from = b.dims(x);
    if (axis < 0 || axis >= from.rank) fault::axis_out_of_range("take_along_axis", axis, from);
    if (b.dims(indices).rank != from.rank) fault::shapes_do_not_match("take_along_axis", from, b.dims(indices));
    std::int64_t axis_last[max_rank] = {}, back[max_rank] = {};
    for (int i = 0, k = 0; i < from.rank; ++i)
        if (i != axis) axis_last[k++] = i;
    axis_last[from.rank - 1] = axis;
    for (int i = 0; i < from.rank; ++i) back[axis_last[i]] = i;
    const auto rank = static_cast<std::size_t>(from.rank);
    x = permute(b, x, {axis_last, rank});
    indices = permute(b, indices, {axis_last, rank});
    return permute(b, gather(b, x, indices, from.rank - 1), {back, rank});
}

}  // namespace sylvite::graph
