// Loops: a body that is written once and worked out again for each step. What belongs to the body is what depends on
// the loop's iteration; all else is worked out once, before the loop.
//
// A loop is a chain of nodes, one for each carry, that says what becomes of the carry in a step. It has no number of
// its own: equal loops are one, and loops over as many steps share their iteration and what depends on it alone.
#pragma once

#include <sylvite/dsl/ops/layout.hpp>

namespace sylvite::graph {

/// An iteration's attributes. `depth` tells loops within loops apart.
struct loop_steps {
    std::int64_t depth = 0;
    extent count;
    bool backwards = false;  // from the last row of the sequences to the first
};
constexpr loop_steps steps_of(array_view<const std::int64_t> a) {
    return {a[0], {a[1], static_cast<std::int32_t>(a[2])}, a[3] != 0};
}

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
constexpr node_id loop(builder &b, node_id before, node_id carry, node_id next) {
    if (b[carry].dims != b[next].dims) fault::shapes_do_not_match("scan", b.dims(carry), b.dims(next));
    if (b[carry].type != b[next].type) fault::dtypes_do_not_match("scan", b[carry].type, b[next].type);
    node n;
    n.kind = op::loop;
    n.type = boolean;
    n.input_count = 3;
    n.inputs[0] = before;
    n.inputs[1] = carry;
    n.inputs[2] = next;
    return b.add(n);
}
/// A loop of which nothing is carried from step to step.
constexpr node_id loop(builder &b, node_id iteration) {
    node n;
    n.kind = op::loop;
    n.type = boolean;
    n.input_count = 1;
    n.inputs[0] = iteration;
    return b.add(n);
}

/// The iteration of a loop.
template <class Nodes>
constexpr node_id iteration_of(const Nodes &nodes, node_id loop) {
    while (nodes[loop].kind == op::loop) loop = nodes[loop].inputs[0];
    return loop;
}

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

/// Results of a loop: outside of it, they have a value of their own.
constexpr bool is_loop_result(op kind) { return kind == op::stacked || kind == op::last; }

/// Per node, the depths of the loops whose steps its value depends on: bit d for a loop with d loops around it.
template <class Nodes>
constexpr list<std::uint32_t> open_loops(const Nodes &nodes) {
    list<std::uint32_t> open(nodes.size(), 0);
    const auto bit = [&](node_id iteration) { return 1u << steps_of(nodes.attributes(iteration)).depth; };
    for (node_id id = 0; id < nodes.size(); ++id) {
        const node &n = nodes[id];
        for (int k = 0; k < n.input_count; ++k) open[id] |= open[n.inputs[k]];
        if (n.kind == op::iteration) open[id] = bit(id);
        if (is_loop_result(n.kind)) open[id] &= ~bit(iteration_of(nodes, n.inputs[0]));
    }
    return open;
}

/// What a loop consists of.
struct loop_parts {
    node_id iteration = no_node;
    list<node_id> carries, next;  // of each carry
    list<node_id> body;           // what depends on the step and leads to `next` or to the wanted values, ascending
    list<node_id> reads;          // what the body reads and no step changes, ascending

    /// `wanted`: values of a step beside those that are carried on; `open`: open_loops of the table.
    template <class Nodes>
    constexpr loop_parts(const Nodes &nodes, const list<std::uint32_t> &open, node_id loop,
                         array_view<const node_id> wanted)
        : iteration(iteration_of(nodes, loop)) {
        const auto depth = static_cast<unsigned>(steps_of(nodes.attributes(iteration)).depth);
        list<unsigned char> reached(nodes.size(), 0);
        for (node_id id = loop; nodes[id].kind == op::loop; id = nodes[id].inputs[0]) {
            if (nodes[id].input_count != 3) continue;
            carries.push_back(nodes[id].inputs[1]);
            next.push_back(nodes[id].inputs[2]);
            reached[carries.back()] = reached[next.back()] = 1;
        }
        for (const node_id id : wanted) reached[id] = 1;
        for (auto id = static_cast<node_id>(nodes.size()); id-- > 0;)
            if (reached[id] != 0 && open[id] >> depth != 0)
                for (int k = 0; k < nodes[id].input_count; ++k) reached[nodes[id].inputs[k]] = 1;
        for (node_id id = 0; id < nodes.size(); ++id)
            if (reached[id] != 0) (open[id] >> depth != 0 ? body : reads).push_back(id);
    }
};

/// Which nodes depend on an iteration: the bodies of its loops. Nodes may be added while it lives.
template <class Nodes>
class loop_body {
  public:
    constexpr loop_body(const Nodes &nodes, node_id iteration) : nodes_(nodes), iteration_(iteration) {}

    [[nodiscard]] constexpr bool has(node_id id) {
        if (id < iteration_) return false;
        while (marks_.size() <= id - iteration_) mark(iteration_ + static_cast<node_id>(marks_.size()));
        return marks_[id - iteration_] != 0;
    }

  private:
    constexpr void mark(node_id id) {
        const node &n = nodes_[id];
        bool found = id == iteration_;
        for (int k = 0; k < n.input_count && !found; ++k)
            found = n.inputs[k] >= iteration_ && marks_[n.inputs[k] - iteration_] != 0;
        if (found && is_loop_result(n.kind)) found = iteration_of(nodes_, n.inputs[0]) != iteration_;
        marks_.push_back(found ? 1 : 0);
    }

    const Nodes &nodes_;
    node_id iteration_;
    list<unsigned char> marks_;
};

}  // namespace sylvite::graph
