// The loops that an entry runs: what it wants of them, and what they read. constexpr.
#pragma once

#include <sylvite/dsl/graph/loop.hpp>
#include <sylvite/dsl/graph/table.hpp>
#include <sylvite/generators/spec/fused_kernel.hpp>

namespace sylvite::plan {

using graph::list;
using graph::node_id;
using graph::op;

struct table_loop {
    node_id loop = graph::no_node;
    list<node_id> results;  // stacked and last nodes that the entry reaches, descending
    list<node_id> reads;    // values in memory: starts of carries, sequences, what all steps read
    std::uint32_t kernel = generators::no_kernel;
};

/// A leaf without memory: the body has its own.
[[nodiscard]] constexpr bool is_literal(op kind) {
    return kind == op::constant || kind == op::iota || kind == op::extent;
}
/// Below layout, which is a matter of addresses: the body works it out itself.
[[nodiscard]] constexpr node_id below_layout(const graph::node_view &table, node_id id) {
    while (graph::info(table[id].kind).kind == graph::op_class::layout) id = table[id].inputs[0];
    return id;
}

/// Empty, and for nothing, where a table has no loops.
class entry_loops {
  public:
    constexpr entry_loops() = default;
    constexpr explicit entry_loops(const graph::node_view &table) : table_(table) {
        for (const graph::node &n : table.nodes)
            if (n.kind == op::iteration) {
                open_ = graph::open_loops(table);
                of_.resize(table.size(), none);
                return;
            }
    }

    /// One more result that the entry wants; what its loop reads for it.
    constexpr list<node_id> add(node_id result) {
        const node_id loop = table_[result].inputs[0];
        std::uint32_t index = 0;
        while (index < all.size() && all[index].loop != loop) ++index;
        if (index == all.size()) {
            all.push_back({});
            all.back().loop = loop;
        }
        all[index].results.push_back(result);
        of_[result] = index;
        const list<node_id> reads = reads_of(parts_of(loop, {&table_[result].inputs[1], 1}));
        for (const node_id read : reads) {
            bool known = false;
            for (const node_id other : all[index].reads) known = known || other == read;
            if (!known) all[index].reads.push_back(read);
        }
        return reads;
    }
    [[nodiscard]] constexpr table_loop &of(node_id result) { return all[of_[result]]; }
    [[nodiscard]] constexpr const table_loop &of(node_id result) const { return all[of_[result]]; }
    [[nodiscard]] constexpr graph::loop_parts parts_of(node_id loop, graph::array_view<const node_id> wanted) const {
        return {table_, open_, loop, wanted};
    }

    /// What the body's operations read that no step changes: not what is only a start or a sequence.
    [[nodiscard]] constexpr list<node_id> values_read(const graph::loop_parts &parts) const {
        list<unsigned char> in_memory(table_.size(), 0), by_value(table_.size(), 0);
        for (const node_id id : parts.body)
            for (int k = 0; k < table_[id].input_count; ++k)
                (is_own(parts, id) ? in_memory : by_value)[table_[id].inputs[k]] = 1;
        list<node_id> values;
        for (const node_id id : parts.reads)
            if (in_memory[id] == 0 || by_value[id] != 0) values.push_back(id);
        return values;
    }

    list<table_loop> all;

  private:
    static constexpr std::uint32_t none = 0xffffffffu;

    [[nodiscard]] constexpr list<node_id> reads_of(const graph::loop_parts &parts) const {
        list<unsigned char> needs_memory(table_.size(), 0);
        for (const node_id id : parts.body)
            if (is_own(parts, id)) needs_memory[table_[id].inputs[0]] = 1;
        for (const node_id id : values_read(parts))
            if (const node_id base = below_layout(table_, id); !is_literal(table_[base].kind)) needs_memory[base] = 1;
        list<node_id> reads;
        for (node_id id = 0; id < table_.size(); ++id)
            if (needs_memory[id] != 0) reads.push_back(id);
        return reads;
    }
    /// A carry or a row of the loop itself.
    [[nodiscard]] constexpr bool is_own(const graph::loop_parts &parts, node_id id) const {
        const op kind = table_[id].kind;
        return (kind == op::carry || kind == op::element) && table_[id].inputs[1] == parts.iteration;
    }

    graph::node_view table_;
    list<std::uint32_t> open_;  // graph::open_loops
    list<std::uint32_t> of_;    // per result, in `all`
};

}  // namespace sylvite::plan
