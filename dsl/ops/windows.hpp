// Windows: an axis becomes positions and taps. What convolution and pooling look at.
//
// slide reads the tap-th of several rows side by side, each moved by another step; its adjoint is a slide too, so that
// gradients of any order stay among slides. windows is a slide of rows that are all the same.
#pragma once

#include <sylvite/dsl/graph/window.hpp>
#include <sylvite/dsl/ops/contraction.hpp>

namespace sylvite::graph {

/// Along `axis`, which gets so many positions; a run-time extent keeps its number. `taps` is another axis.
constexpr node_id slide(builder &b, node_id x, int axis, int taps, extent positions, const slide_map &m) {
    shape dims = b.dims(x);
    if (axis < 0 || axis >= dims.rank) fault::axis_out_of_range("slide", axis, dims);
    if (taps < 0 || taps >= dims.rank || taps == axis) fault::axis_out_of_range("slide", taps, dims);
    if (positions != dims[axis] && (positions.is_dynamic() || dims[axis].is_dynamic()))
        fault::axis_is_dynamic("slide", axis, dims);
    if (m.position < 1 || m.divisor < 1 || positions.value < 1) fault::malformed_slide(dims, axis);
    if (positions == dims[axis] && m == slide_map{}) return x;
    dims[axis] = positions;
    const std::int64_t attributes[] = {axis, taps, m.position, m.tap, m.offset, m.divisor};
    return b.add(layout_node(b, op::slide, x, dims), attributes);
}

/// The axis becomes position and tap; 0 stands where the padding is.
constexpr node_id windows(builder &b, node_id x, int axis, const window &w) {
    const shape from = b.dims(x);
    if (axis < 0 || axis >= from.rank) fault::axis_out_of_range("windows", axis, from);
    if (from.rank == max_rank) fault::shape_not_supported("windows", from);
    if (!w.is_sound()) fault::malformed_window(from, axis, w.taps, w.stride, w.dilation);
    if (!w.fits(from[axis])) fault::window_does_not_fit(from, axis, w.reach(), w.low + w.high);
    shape repeated;
    std::int64_t axes[max_rank] = {};
    for (int i = 0; i < from.rank; ++i) {
        axes[i] = repeated.rank;
        repeated.push_back(from[i]);
        if (i == axis) repeated.push_back({w.taps, 0});
    }
    const node_id rows = broadcast(b, x, repeated, {axes, static_cast<std::size_t>(from.rank)});
    return slide(b, rows, axis, axis + 1, w.positions(from[axis]), {w.stride, w.dilation, -w.low, 1});
}

/// A slide of a contraction along a label of one operand alone: the contraction of that operand's slide. No_node where
/// the label is in both.
constexpr node_id slide_operand(builder &b, node_id contraction, const slide_attributes &s, const extent &positions) {
    einsum_labels e = labels_of(b, contraction);
    const std::int64_t along = e.out[s.axis], tap = e.out[s.taps];
    const bool in_a = einsum_labels::contains(e.a, e.a_rank, along);
    if (in_a == einsum_labels::contains(e.b, e.b_rank, along)) return no_node;
    node_id operands[] = {b[contraction].inputs[0], b[contraction].inputs[1]};
    std::int64_t *labels = in_a ? e.a : e.b;
    int &rank = in_a ? e.a_rank : e.b_rank;
    node_id &x = operands[in_a ? 0 : 1];
    int axis = 0, taps = 0;
    while (labels[axis] != along) ++axis;
    while (taps < rank && labels[taps] != tap) ++taps;
    if (taps == rank) {  // the same for all taps so far
        shape repeated = b.dims(x);
        if (rank == max_rank) return no_node;
        std::int64_t axes[max_rank] = {};
        for (int i = 0; i < rank; ++i) axes[i] = i;
        repeated.push_back(b.dims(contraction)[s.taps]);
        x = broadcast(b, x, repeated, {axes, static_cast<std::size_t>(rank)});
        labels[rank++] = tap;
    }
    x = slide(b, x, axis, taps, positions, s.map);
    return contract(b, operands[0], operands[1], e);
}

}  // namespace sylvite::graph
