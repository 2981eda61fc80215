// What an entry works out from variables alone that it does not write: it is worked out once for many runs. And
// weights, which are copied once into the order in which contractions read them. constexpr.
#pragma once

#include <sylvite/codegen/plan/fused_entry.hpp>
#include <sylvite/codegen/plan/storage_order.hpp>
#include <sylvite/dsl/graph/einsum_labels.hpp>

namespace sylvite::plan {

/// A variable whose copy, in this order, is what the entry's kernels read.
struct packed_variable {
    node_id variable = no_node;
    storage_order order;
};

namespace detail {

/// Finds weights that are worth a copy: read by one contraction alone, whose columns do not lie side by side, with some
/// rows beside them, but not so many that the kernel's own copy costs nothing beside them. The columns become the
/// innermost axis; what is summed lies around it, where windows are taps outside and channels inside, as results of
/// convolutions lie (storage_order.hpp).
class weight_packing {
  public:
    constexpr weight_packing(const table_view &table, const fusion &f) : table_(table), fusion_(f) {
        readers_.resize(table.size(), 0);
        for (node_id id = 0; id < table.size(); ++id)
            if (f.reached[id] != 0)
                for (int k = first_read(table[id]); k < table[id].input_count; ++k) ++readers_[table[id].inputs[k]];
        for (const table_loop &l : f.loops.all)
            for (const node_id read : l.reads) readers_[read] += 2;
    }

    [[nodiscard]] constexpr list<packed_variable> find() const {
        list<packed_variable> found;
        for (node_id id = 0; id < table_.size(); ++id)
            if (fusion_.reached[id] != 0 && table_[id].kind == op::contraction &&
                fusion_.constancy[id] == dependence::varies)
                for (int operand = 0; operand < 2; ++operand) look_at(id, operand, found);
        return found;
    }

  private:
    static constexpr std::int64_t least_rows = 8, most_rows = 256, least_elements = 256;

    /// One operand of a contraction, and the other one.
    struct weight {
        node_id variable = no_node;
        int rank = 0;
        int axis_of[max_rank] = {};  // per axis of the operand the variable's
        const std::int64_t *labels = nullptr, *of_result = nullptr, *of_other = nullptr;
        int result_rank = 0, other_rank = 0;
        bool has_windows = false;  // the other one is windows

        [[nodiscard]] constexpr bool is_kept(int axis) const {
            return graph::einsum_labels::contains(of_result, result_rank, labels[axis]);
        }
        [[nodiscard]] constexpr bool is_shared(int axis) const {
            return graph::einsum_labels::contains(of_other, other_rank, labels[axis]);
        }
    };

    constexpr void look_at(node_id contraction, int operand, list<packed_variable> &found) const {
        const graph::einsum_labels l = graph::labels_of(table_, contraction);
        weight w = variable_below(table_[contraction].inputs[operand]);
        if (w.variable == no_node || table_.dims(w.variable).volume() < least_elements) return;
        w.labels = operand == 0 ? l.a : l.b;
        w.of_other = operand == 0 ? l.b : l.a;
        w.other_rank = operand == 0 ? l.b_rank : l.a_rank;
        w.of_result = l.out;
        w.result_rank = l.out_rank;
        w.has_windows = is_windows(table_, table_[contraction].inputs[1 - operand]);
        const int column = column_of(w);
        if (column < 0 || !has_worthwhile_rows(w, table_.dims(contraction))) return;
        const storage_order order = order_of(w, column);
        for (int i = 0; i < order.rank; ++i)
            if (order.axes[i] != i) return found.push_back({w.variable, order});
    }

    /// Below permutations, all of it read here alone; else no_node.
    [[nodiscard]] constexpr weight variable_below(node_id operand) const {
        weight w;
        w.rank = table_.dims(operand).rank;
        for (int i = 0; i < w.rank; ++i) w.axis_of[i] = i;
        for (; table_[operand].kind == op::permute && readers_[operand] == 1; operand = table_[operand].inputs[0])
            for (int i = 0; i < w.rank; ++i)
                w.axis_of[i] = static_cast<int>(table_.attributes(operand)[static_cast<std::size_t>(w.axis_of[i])]);
        if (is_variable(table_[operand].kind) && fusion_.constancy[operand] == dependence::of_variables &&
            readers_[operand] == 1)
            w.variable = operand;
        return w;
    }

    /// The last axis of the result that this operand alone has.
    [[nodiscard]] static constexpr int column_of(const weight &w) {
        for (int i = w.result_rank; i-- > 0;)
            for (int k = 0; k < w.rank; ++k)
                if (w.labels[k] == w.of_result[i] && !w.is_shared(k)) return k;
        return -1;
    }
    /// Axes of the result that the other operand alone has.
    [[nodiscard]] static constexpr bool has_worthwhile_rows(const weight &w, const shape &result) {
        std::int64_t rows = 1;
        bool may_be_few = false;  // a run-time number of them
        for (int i = 0; i < w.result_rank; ++i) {
            if (graph::einsum_labels::contains(w.labels, w.rank, w.of_result[i])) continue;
            rows *= result[i].value;
            may_be_few = may_be_few || result[i].is_dynamic();
        }
        return rows >= least_rows && (rows <= most_rows || may_be_few || w.has_windows);
    }
    [[nodiscard]] static constexpr storage_order order_of(const weight &w, int column) {
        storage_order order;
        const auto add = [&](int axis) { order.axes[order.rank++] = static_cast<std::uint8_t>(w.axis_of[axis]); };
        int channels = -1;  // the first axis that is summed
        for (int k = 0; k < w.rank; ++k) {
            if (k == column) continue;
            if (w.has_windows && channels < 0 && !w.is_kept(k))
                channels = k;
            else
                add(k);
        }
        if (channels >= 0) add(channels);
        add(column);
        return order;
    }

    const table_view &table_;
    const fusion &fusion_;
    list<std::uint32_t> readers_;
};

}  // namespace detail
}  // namespace sylvite::plan
