// Loops: a body that is written once and worked out again for each step. What belongs to the body is what depends on
// the loop's iteration; all else is worked out once, before the loop.
//
// A loop is a chain of nodes, one for each carry, that says what becomes of the carry in a step. Loops over as many
// steps share their iteration and what depends on it alone; each has a number of its own, since one of two loops that
// are otherwise equal may stack what it makes of the other's results.
#pragma once

#include <sylvite/dsl/graph/loop.hpp>
#include <sylvite/dsl/ops/layout.hpp>

namespace sylvite::graph {

constexpr node_id iteration(builder &b, const loop_steps &steps) {
    node n;
    n.kind = op::iteration;
    n.type = i32;
    return b.add(n, {steps.depth, steps.count.value, steps.count.symbol, steps.backwards ? 1 : 0});
}

constexpr shape without_first_axis(const shape &rows) {
    shape row;
    for (int i = 1; i < rows.rank; ++i) row.push_back(rows[i]);
    return row;
}

namespace detail {
constexpr node_id loop_node(builder &b, op kind, dtype type, const shape &dims, node_id first, node_id second,
                            array_view<const std::int64_t> attributes = {}) {
    node n;
    n.kind = kind;
    n.type = type;
    n.input_count = 2;
    n.inputs[0] = first;
    n.inputs[1] = second;
    n.dims = b.intern(dims);
    return b.add(n, attributes);
}
}  // namespace detail

/// Row t of the sequence in step t.
constexpr node_id element(builder &b, node_id sequence, node_id iteration) {
    const shape rows = b.dims(sequence);
    if (rows.rank == 0 || rows[0] != steps_of(b.attributes(iteration)).count) fault::axis_out_of_range("scan", 0, rows);
    return detail::loop_node(b, op::element, b[sequence].type, without_first_axis(rows), sequence, iteration);
}

/// The number tells carries of one start apart.
constexpr node_id carry(builder &b, node_id start, node_id iteration, std::int64_t number) {
    const std::int64_t attributes[] = {number};
    return detail::loop_node(b, op::carry, b[start].type, shape(b.dims(start)), start, iteration, attributes);
}

/// The loop `before` (or an iteration, a loop without carries) with one more carry.
constexpr node_id loop(builder &b, node_id before, node_id carry, node_id next, std::int64_t number) {
    if (b[carry].dims != b[next].dims) fault::shapes_do_not_match("scan", b.dims(carry), b.dims(next));
    if (b[carry].type != b[next].type) fault::dtypes_do_not_match("scan", b[carry].type, b[next].type);
    node n;
    n.kind = op::loop;
    n.type = boolean;
    n.input_count = 3;
    n.inputs[0] = before;
    n.inputs[1] = carry;
    n.inputs[2] = next;
    return b.add(n, {number});
}
/// A loop of which nothing is carried from step to step.
constexpr node_id loop(builder &b, node_id iteration, std::int64_t number) {
    node n;
    n.kind = op::loop;
    n.type = boolean;
    n.input_count = 1;
    n.inputs[0] = iteration;
    return b.add(n, {number});
}
/// For a loop that begins here.
constexpr std::int64_t next_loop(const builder &b) { return static_cast<std::int64_t>(b.size()); }

/// Row t is the value in step t.
constexpr node_id stacked(builder &b, node_id loop, node_id value) {
    const node_id at = iteration_of(b, loop);
    if (b[value].kind == op::element && b[value].inputs[1] == at) return b[value].inputs[0];
    const shape row = b.dims(value);
    if (row.rank == max_rank) fault::axis_out_of_range("scan", max_rank, row);
    shape rows;
    rows.push_back(steps_of(b.attributes(at)).count);
    for (int i = 0; i < row.rank; ++i) rows.push_back(row[i]);
    return detail::loop_node(b, op::stacked, b[value].type, rows, loop, value);
}

/// What the last step made of the carry.
constexpr node_id last(builder &b, node_id loop, node_id carry) {
    return detail::loop_node(b, op::last, b[carry].type, shape(b.dims(carry)), loop, carry);
}

}  // namespace sylvite::graph
