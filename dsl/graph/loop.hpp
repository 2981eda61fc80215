// Loops in a table: what one consists of, and which nodes belong to its body.
#pragma once

#include <sylvite/dsl/graph/list.hpp>
#include <sylvite/dsl/graph/node.hpp>

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

/// The iteration of a loop.
template <class Nodes>
constexpr node_id iteration_of(const Nodes &nodes, node_id loop) {
    while (nodes[loop].kind == op::loop) loop = nodes[loop].inputs[0];
    return loop;
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

/// Per node, how often it is worked out: the steps of the loops around it, at their bound, multiplied. Empty: all nodes
/// once, there are no loops.
template <class Nodes>
constexpr list<std::int64_t> times_worked_out(const Nodes &nodes) {
    const auto larger = [](auto a, auto b) { return a < b ? b : a; };
    std::size_t depths = 0;
    for (node_id id = 0; id < nodes.size(); ++id)
        if (nodes[id].kind == op::iteration)
            depths = larger(depths, static_cast<std::size_t>(steps_of(nodes.attributes(id)).depth) + 1);
    list<std::int64_t> times;
    if (depths == 0) return times;
    times.resize(nodes.size(), 1);
    list<std::int64_t> steps(nodes.size() * depths, 1);  // of the loop at each depth
    for (node_id id = 0; id < nodes.size(); ++id) {
        const node &n = nodes[id];
        std::int64_t *const own = &steps[id * depths];
        for (int k = 0; k < n.input_count; ++k)
            for (std::size_t d = 0; d < depths; ++d) own[d] = larger(own[d], steps[n.inputs[k] * depths + d]);
        const auto depth_of = [&](node_id i) { return steps_of(nodes.attributes(i)).depth; };
        if (n.kind == op::iteration) own[depth_of(id)] = steps_of(nodes.attributes(id)).count.value;
        if (is_loop_result(n.kind)) own[depth_of(iteration_of(nodes, n.inputs[0]))] = 1;
        for (std::size_t d = 0; d < depths; ++d) times[id] *= own[d];
    }
    return times;
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
class loop_members {
  public:
    constexpr loop_members(const Nodes &nodes, node_id iteration) : nodes_(nodes), iteration_(iteration) {}

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
