// Fusion: which nodes of an entry get memory of their own, and which kernel computes each of them.
//
// One pass from the results to the leaves. Every node knows the kernels that use it so far, and at which index; it
// joins its user's kernel where the rule of the kernel's family (generators/FAMILY/family.hpp) allows, else it is
// materialised and starts a kernel of its own. A kernel has at most one contraction, or reductions that share one set
// of rows; elementwise work goes in front and behind. Kernels over one set of rows that need the same reduction become
// one with several results, of the row or of its elements. A scatter_add ends its kernel. Layout is a matter of
// addresses, and so is gather but for its table, which is in memory.
#pragma once

#include <sylvite/codegen/plan/look_ahead.hpp>
#include <sylvite/codegen/plan/merging.hpp>
#include <sylvite/codegen/plan/result_order.hpp>

namespace sylvite::plan::detail {

class fuser {
  public:
    /// `forced` nodes get memory of their own.
    constexpr fuser(const table_view &table, const graph::entry_record &entry, const fusion_options &options,
                    std::span<const node_id> forced)
        : entry_(entry), e_(table, options), ahead_(table, entry, options.prepare), waits_(e_), rows_(e_, waits_),
          elements_(e_, waits_), make_root_(table.size(), 0) {
        for (const node_id id : forced) make_root_[id] = 1;
        for (node_id id = 0; id < table.size(); ++id)
            if (ahead_.is_kept[id] != 0) make_root_[id] = 1;
    }

    constexpr fusion run() {
        add_roots();
        for (const table_loop &l : ahead_.loops.all)
            for (const node_id read : l.reads)
                if (!is_variable(e_.table[read].kind)) make_root_[read] = e_.named[read] = 1;
        const std::size_t count = e_.table.size();
        for (auto id = static_cast<node_id>(count); id-- > 0;) {
            if (ahead_.reached[id] == 0 || e_.table[id].kind == op::assign) continue;
            if (is_free(e_.table[id].kind) && make_root_[id] == 0) continue;  // a leaf that is a result is copied
            place_node(id);
        }
        for (node_id id = 0; id < count; ++id)
            if (e_.result.kernel_of[id] != no_kernel) e_.result.kernel_of[id] = e_.alive(e_.result.kernel_of[id]);
        e_.result.loops = std::move(ahead_.loops);
        e_.result.reached = std::move(ahead_.reached);
        e_.result.constancy = std::move(ahead_.constancy);
        return std::move(e_.result);
    }

  private:
    constexpr void add_roots() {
        for (const graph::root &r : e_.table.roots_of(entry_)) {
            if (r.what != graph::root_kind::update) {
                const node_id as = worked_out_as(e_, ahead_, entry_, r.node);
                make_root_[as] = e_.named[as] = 1;
                continue;
            }
            const node_id target = e_.table[r.node].inputs[0], value = e_.table[r.node].inputs[1];
            if (ahead_.target_of[value] == target) {
                make_root_[value] = e_.named[value] = 1;
                e_.result.target_of[value] = target;
                continue;
            }
            const std::uint32_t k = e_.start_kernel(r.node, e_.table.dims(r.node));
            e_.result.kernels[k].updates = true;
            e_.result.kernel_of[r.node] = k;
            note_use(value, {k, true, true});
        }
    }

    constexpr void note_use(node_id id, use u) {
        use_list &l = e_.resolved_uses(id);
        if (l.count == 1 && !l.is_by(u.by) && are_mergeable_updates(e_, e_.table[id], l.uses[0], u))
            e_.merge(l.uses[0].by, u.by);
        else
            l.add(u);
    }

    /// The results of a loop are those of one kernel that nothing joins. It reads whole values, at any index.
    constexpr void place_loop_result(node_id id) {
        table_loop &l = ahead_.loops.of(id);
        e_.result.materialised[id] = 1;
        if (l.kernel == no_kernel) {
            l.kernel = e_.start_kernel(id, e_.table.dims(id));
            e_.result.kernels[l.kernel].node_count = static_cast<std::uint32_t>(e_.options.max_nodes);
            for (const node_id read : l.reads) {
                note_use(read, {l.kernel, false, false});
                e_.uses[read].is_operand = true;
            }
        } else {
            e_.add_root(l.kernel, id);
        }
        e_.result.kernel_of[id] = l.kernel;
    }

    constexpr void place_node(node_id id) {
        if (graph::is_loop_result(e_.table[id].kind)) return place_loop_result(id);
        use_list &l = e_.resolved_uses(id);
        const node &n = e_.table[id];
        const bool fuses = e_.options.fuse;
        const bool layout = graph::info(n.kind).kind == op_class::layout;
        if (fuses && !layout && !l.many) elements_.merge_users(id);
        if (make_root_[id] == 0) {
            const int cost = ahead_.duplicate_cost[id];
            if (layout && (fuses || cost == 0)) return pass_through(id);
            if (fuses && !l.is_operand && n.dims != graph::shape_id{} && cost <= e_.options.max_duplicate_cost)
                return pass_through(id);
            if (fuses && !l.is_operand && l.count > 1 && ahead_.recomputing_cost[id] <= e_.options.max_duplicate_cost)
                return pass_through(id);
            if (fuses && !l.many && !l.is_operand) rows_.merge_users(id);
            if (fuses && !l.many && !l.is_operand && joins(id)) return;
        }
        materialise(id);
    }

    /// The node is computed by each of its users, at each use.
    constexpr void pass_through(node_id id) {
        const node &n = e_.table[id];
        const use_list l = e_.uses[id];
        for (int i = 0; i < l.count; ++i) {
            for (int k = 0; k < n.input_count; ++k) {
                use u = l.uses[i];
                const bool layout = graph::info(n.kind).kind == op_class::layout;
                if (layout) u.aligned = stays_aligned(n, u);
                if (layout) u.once = u.once && is_one_to_one(n.kind);
                if (n.kind == op::gather) u.aligned = u.once = false;
                note_use(n.inputs[k], u);
            }
            ++e_.result.kernels[l.uses[i].by].node_count;
            if (ahead_.draws[id] != 0) e_.result.kernels[l.uses[i].by].draws = true;
        }
        for (int k = 0; k < n.input_count; ++k) {
            use_list &of_input = e_.uses[n.inputs[k]];
            of_input.many = of_input.many || l.many;
            of_input.is_operand = of_input.is_operand || l.is_operand || is_gathered_table(n, k);
        }
    }

    /// Whether a layout operation's operand is read at the row's index: a broadcast along trailing axes.
    [[nodiscard]] constexpr bool stays_aligned(const node &n, const use &u) const {
        const fused_kernel &k = e_.result.kernels[u.by];
        const shape &operand = e_.table.dims(n.inputs[0]);
        if (n.kind != op::broadcast || !u.aligned || e_.table.dims(n) != k.whole || operand.rank == 0) return false;
        if (!e_.is_over_rows(k)) return false;
        const auto axes = e_.table.attributes(n);
        for (std::size_t i = 0; i < axes.size(); ++i)
            if (axes[i] != static_cast<std::int64_t>(i)) return false;
        if (k.has_rows) return operand == k.rows && generators::are_trailing(k.mask, k.whole.rank);
        return generators::row_length(operand, k.whole) <= e_.options.max_row;
    }

    [[nodiscard]] static constexpr bool is_one_to_one(op kind) {
        return kind == op::permute || kind == op::reshape || kind == op::reverse;
    }

    /// Whether every user's kernel takes the node in; then it is added there. What is read once may be computed there
    /// at whatever index, if there are no rows or register tiles whose order it would disturb.
    constexpr bool joins(node_id id) {
        const use_list &l = e_.uses[id];
        const node &n = e_.table[id];
        if (l.count > 1 && !is_cheap_twice(id)) return false;
        const generators::candidate c = e_.candidate_of(n);
        for (int i = 0; i < l.count; ++i) {
            const fused_kernel &k = e_.result.kernels[l.uses[i].by];
            const bool moves = l.uses[i].once && c.is_pointwise() && k.kind == family::elementwise && !k.updates;
            if ((!l.uses[i].aligned && !moves) || !e_.takes(k, c)) return false;
        }
        for (int i = 0; i < l.count; ++i) join(l.uses[i], n);
        return true;
    }
    /// Part of a short row, and not what a contraction ends with.
    [[nodiscard]] constexpr bool is_cheap_twice(node_id id) const {
        const use_list &l = e_.uses[id];
        const op kind = e_.table[id].kind;
        if (l.count > 2 || ahead_.is_epilogue[id] != 0 || kind == op::contraction || graph::is_position(kind))
            return false;
        for (int i = 0; i < l.count; ++i) {
            const fused_kernel &k = e_.result.kernels[l.uses[i].by];
            if (!k.has_rows || !generators::are_trailing(k.mask, k.whole.rank) ||
                generators::row_length(k.rows, k.whole) > e_.options.max_recomputed_row)
                return false;
        }
        return true;
    }

    constexpr void join(const use &u, const node &n) {
        generators::candidate c = e_.candidate_of(n);
        c.is_moved = !u.aligned;
        add_to_family(e_.result.kernels[u.by], c);
        for (int i = 0; i < n.input_count; ++i)  // told before what lies above: a contraction would join
            if (ahead_.draws[n.inputs[i]] != 0) e_.result.kernels[u.by].draws = true;
        for (int i = 0; i < n.input_count; ++i)
            if (ahead_.is_awaited[n.inputs[i]] != 0) e_.result.kernels[u.by].awaits = true;
        const op_class kind = graph::info(n.kind).kind;
        for (int i = 0; i < n.input_count; ++i) {
            const bool operand = kind == op_class::contraction || is_gathered_table(n, i);
            const bool index = kind == op_class::indexing && i == (n.kind == op::gather ? 1 : 0);
            const bool same = !operand && !index;
            note_use(n.inputs[i], {u.by, u.aligned && same, u.once && same && kind == op_class::elementwise});
            if (operand) e_.uses[n.inputs[i]].is_operand = true;
        }
    }
    /// The kernel is of the first family that such a node makes it; else it stays what it is.
    static constexpr void add_to_family(fused_kernel &k, const generators::candidate &c) {
        ++k.node_count;
        for (std::size_t f = 0; f < std::size(generators::family_names); ++f) {
            const auto kind = static_cast<family>(f);
            const bool is_made = generators::with_family(kind, [&]<class F>(F) {
                if (!F::is_made_by(k, c)) return false;
                F::join(k, c);
                return true;
            });
            if (!is_made) continue;
            k.kind = kind;
            return;
        }
    }

    constexpr void materialise(node_id id) {
        const node &n = e_.table[id];
        if (e_.options.fuse && !ahead_.ends_with_awaited(e_.table, id))
            if (const std::uint32_t host = elements_.host_of(id); host != no_kernel) {
                e_.result.materialised[id] = 1;
                e_.result.kernel_of[id] = host;
                e_.add_root(host, id);
                return join({host, true, true}, n);
            }
        const std::uint32_t k = e_.start_kernel(id, e_.table.dims(n));
        e_.result.materialised[id] = 1;
        e_.result.kernel_of[id] = k;
        if (graph::info(n.kind).kind != op_class::layout) {
            join({k, true, true}, n);
            return;
        }
        add_to_family(e_.result.kernels[k], e_.candidate_of(n));
        for (int i = 0; i < n.input_count; ++i)
            note_use(n.inputs[i], {k, stays_aligned(n, {k, true, true}), is_one_to_one(n.kind)});
    }

    graph::entry_record entry_;
    fused_entry e_;
    look_ahead ahead_;
    kernel_waits waits_;
    row_merging rows_;
    elementwise_merging elements_;
    list<unsigned char> make_root_;
};

}  // namespace sylvite::plan::detail
