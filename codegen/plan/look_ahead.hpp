// What fusion knows of the nodes of an entry before it starts. constexpr.
#pragma once

#include <sylvite/codegen/plan/fused_entry.hpp>
#include <sylvite/codegen/plan/loops.hpp>

namespace sylvite::plan::detail {

/// What is reached, how often it is read, what is cheap enough to be computed at every use, and what is the natural end
/// of a contraction.
struct look_ahead {
    /// Constants are looked for where they are to be prepared.
    constexpr look_ahead(const table_view &table, const graph::entry_record &entry, bool prepare = false) {
        const std::size_t count = table.size();
        reached.resize(count, 0);
        reads.resize(count, 0);
        duplicate_cost.resize(count, 0);
        recomputing_cost.resize(count, never);
        is_epilogue.resize(count, 0);
        is_awaited.resize(count, 0);
        draws.resize(count, 0);
        target_of.resize(count, no_node);
        constancy.resize(count, dependence::varies);
        is_kept.resize(count, 0);
        loops = entry_loops(table);
        count_reads(table, entry);
        find_targets(table, entry);
        if (prepare) find_constants(table, entry);
        for (node_id id = 0; id < count; ++id) look_at(table, id);
    }

    /// Whether a contraction or a reduction belongs to the kernel that computes the node.
    [[nodiscard]] constexpr bool ends_with_awaited(const table_view &table, node_id id) const {
        const op_class kind = graph::info(table[id].kind).kind;
        if (kind != op_class::elementwise && kind != op_class::layout) return false;
        for (int k = 0; k < table[id].input_count; ++k)
            if (is_awaited[table[id].inputs[k]] != 0) return true;
        return false;
    }

    static constexpr int never = 1 << 20;

    list<unsigned char> reached;
    list<unsigned char> reads;        // 3: that many or more
    list<int> duplicate_cost;         // of a chain over leaves; `never`: it is no such chain
    list<int> recomputing_cost;       // of a chain over one tensor of the same shape that is stored anyway, and small
                                      // ones: reading the tensor again costs what reading the result would; or `never`
    list<unsigned char> is_epilogue;  // elementwise work behind a contraction that nothing else reads
    list<unsigned char> is_awaited;  // a contraction or a reduction that nothing else reads, or elementwise work behind
                                     // one: it belongs to the kernel of its reader
    list<unsigned char> draws;       // random numbers, or a chain that is cheap but for them
    entry_loops loops;               // those that the entry runs
    list<dependence> constancy;
    list<unsigned char> is_kept;  // depends on variables alone, and something reads it that does not
    list<node_id> target_of;      // the variable that the node is written to by whoever computes it, or no_node

  private:
    constexpr void count_reads(const table_view &table, const graph::entry_record &entry) {
        for (const graph::root &r : table.roots_of(entry)) reached[r.node] = 1;
        for (auto id = static_cast<node_id>(table.size()); id-- > 0;)
            if (reached[id] != 0 && graph::is_loop_result(table[id].kind))
                for (const node_id read : loops.add(id)) {
                    reached[read] = 1;
                    reads[read] = 3;
                }
            else if (reached[id] != 0)
                for (int k = first_read(table[id]); k < table[id].input_count; ++k) {
                    reached[table[id].inputs[k]] = 1;
                    if (reads[table[id].inputs[k]] < 3) ++reads[table[id].inputs[k]];
                }
    }

    /// Nobody reads the old value: the new one may be written in place.
    constexpr void find_targets(const table_view &table, const graph::entry_record &entry) {
        for (const graph::root &r : table.roots_of(entry)) {
            if (r.what != graph::root_kind::update) continue;
            const node_id target = table[r.node].inputs[0], value = table[r.node].inputs[1];
            if (reads[target] == 0 && !is_leaf(table[value].kind) && target_of[value] == no_node)
                target_of[value] = target;
        }
    }

    constexpr void find_constants(const table_view &table, const graph::entry_record &entry) {
        list<unsigned char> varies(table.size(), 0);
        for (const graph::root &r : table.roots_of(entry)) {
            varies[r.node] = 1;
            for (int k = 0; r.what == graph::root_kind::update && k < 2; ++k) varies[table[r.node].inputs[k]] = 1;
        }
        for (node_id id = 0; id < table.size(); ++id)
            if (reached[id] != 0 && varies[id] == 0) constancy[id] = constancy_of(table, id);
        list<unsigned char> wanted(table.size(), 0);
        for (const table_loop &l : loops.all)
            for (const node_id read : l.reads) wanted[read] = 1;
        for (auto id = static_cast<node_id>(table.size()); id-- > 0;) {
            if (reached[id] == 0) continue;
            const node &n = table[id];
            const bool passes = graph::info(n.kind).kind == op_class::layout;
            if (constancy[id] != dependence::varies && !passes) {
                is_kept[id] = wanted[id] != 0 && constancy[id] == dependence::of_variables && !is_leaf(n.kind);
                continue;
            }
            if (constancy[id] == dependence::varies || wanted[id] != 0)
                for (int k = first_read(n); k < n.input_count; ++k) wanted[n.inputs[k]] = 1;
        }
    }
    [[nodiscard]] constexpr dependence constancy_of(const table_view &table, node_id id) const {
        const node &n = table[id];
        for (int i = 0; i < table.dims(id).rank; ++i)
            if (table.dims(id)[i].is_dynamic()) return dependence::varies;
        if (n.kind == op::parameter || n.kind == op::state) return dependence::of_variables;
        if (n.kind == op::constant || n.kind == op::iota) return dependence::of_numbers;
        const op_class kind = graph::info(n.kind).kind;
        if (kind != op_class::elementwise && kind != op_class::layout && kind != op_class::reduction &&
            kind != op_class::contraction && kind != op_class::indexing)
            return dependence::varies;
        auto found = dependence::of_numbers;
        for (int k = 0; k < n.input_count; ++k) {
            const dependence of = constancy[n.inputs[k]];
            if (of == dependence::varies) return of;
            if (of == dependence::of_variables) found = of;
        }
        return found;
    }

    /// Small tensors along trailing axes are rows' business (row_merging).
    [[nodiscard]] constexpr int cost_over_one_tensor(const table_view &table, const node &n) const {
        int cost = never;
        for (int k = 0; k < n.input_count; ++k) {
            const node_id in = n.inputs[k];
            if (duplicate_cost[in] < never) continue;
            if (is_small_beside(table, table[in], n)) continue;
            const bool is_stored = is_variable(table[in].kind) || reads[in] > 1;
            const int of_input = recomputing_cost[in] < never ? recomputing_cost[in] : is_stored ? 0 : never;
            if (cost != never || table[in].dims != n.dims || of_input == never) return never;
            cost = of_input + graph::info(n.kind).cost;
        }
        return cost;
    }
    [[nodiscard]] static constexpr bool is_small_beside(const table_view &table, const node &in, const node &n) {
        constexpr std::int64_t so_many_times = 16;
        if (in.kind != op::broadcast) return false;
        const shape &small = table.dims(in.inputs[0]);
        if (small.rank == 0 || small.volume() * so_many_times > table.dims(n).volume()) return false;
        const auto axes = table.attributes(in);
        for (std::size_t i = 0; i < axes.size(); ++i)
            if (axes[i] != static_cast<std::int64_t>(i)) return true;
        return false;
    }

    constexpr void look_at(const table_view &table, node_id id) {
        const node &n = table[id];
        const op_class kind = graph::info(n.kind).kind;
        int cost =
            kind == op_class::leaf || kind == op_class::layout || kind == op_class::elementwise || n.kind == op::gather
                ? graph::info(n.kind).cost
                : never;
        if (n.kind == op::random) cost = 1;  // a mask takes about as long to write and to read again
        for (int k = n.kind == op::gather ? 1 : 0; k < n.input_count && cost < never; ++k)  // a table is in memory
            cost += duplicate_cost[n.inputs[k]];
        duplicate_cost[id] = cost < never ? cost : never;
        if (kind == op_class::elementwise) recomputing_cost[id] = cost_over_one_tensor(table, n);
        draws[id] = n.kind == op::random ? 1 : 0;
        for (int k = 0; k < n.input_count && cost < never; ++k)
            if (draws[n.inputs[k]] != 0) draws[id] = 1;
        if (reads[id] == 1)
            is_awaited[id] =
                kind == op_class::contraction || kind == op_class::reduction || ends_with_awaited(table, id) ? 1 : 0;
        if (kind == op_class::elementwise)
            for (int k = 0; k < n.input_count; ++k) {
                const node_id in = n.inputs[k];
                if (reads[in] == 1 && (table[in].kind == op::contraction || is_epilogue[in] != 0)) is_epilogue[id] = 1;
            }
    }
};

}  // namespace sylvite::plan::detail
