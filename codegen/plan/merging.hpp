// Two kernels that become one, with several results. constexpr.
#pragma once

#include <sylvite/codegen/plan/fused_entry.hpp>

namespace sylvite::plan::detail {

/// Updates of one shape that share work become one kernel: nothing reads them afterwards, so no cycle can arise.
[[nodiscard]] constexpr bool are_mergeable_updates(const fused_entry &e, const node &shared, const use &a,
                                                   const use &b) {
    const fused_kernel &x = e.result.kernels[a.by], &y = e.result.kernels[b.by];
    return e.options.fuse && x.updates && y.updates && a.aligned && b.aligned && x.dims == y.dims &&
           e.table.dims(shared) == x.dims && !is_leaf(shared.kind) &&
           graph::info(shared.kind).kind != op_class::layout && x.node_count + y.node_count < e.options.max_nodes;
}

/// Whether a kernel reads, directly or through others, a result of the other one. All that stands between has been
/// placed: it is behind the node that is placed now. Where much stands between, it is taken to be so.
class kernel_waits {
  public:
    constexpr explicit kernel_waits(fused_entry &of) : e_(of), seen_(of.table.size(), 0) {}

    constexpr bool operator()(std::uint32_t kernel, std::uint32_t other, node_id now) {
        const table_view &table = e_.table;
        ++stamp_;
        pending_.clear();
        const auto visit = [&](node_id id) {
            if (seen_[id] == stamp_) return;
            seen_[id] = stamp_;
            pending_.push_back(id);
        };
        const auto visit_roots = [&](std::uint32_t k) {
            for (node_id r = e_.result.kernels[k].first_root; r != no_node; r = e_.result.next_root[r]) visit(r);
        };
        visit_roots(kernel);
        for (std::size_t looked_at = 0; !pending_.empty(); ++looked_at) {
            if (looked_at == e_.options.max_between) return true;
            const node_id id = pending_.back();
            pending_.pop_back();
            for (int k = first_read(table[id]); k < table[id].input_count; ++k) {
                const node_id in = table[id].inputs[k];
                if (in <= now || is_leaf(table[in].kind)) continue;
                if (e_.result.materialised[in] == 0) {
                    visit(in);
                    continue;
                }
                const std::uint32_t producer = e_.alive(e_.result.kernel_of[in]);
                if (producer == other) return true;
                visit_roots(producer);
            }
        }
        return false;
    }

  private:
    fused_entry &e_;
    list<std::uint32_t> seen_;
    list<node_id> pending_;
    std::uint32_t stamp_ = 0;
};

/// Kernels over the same rows that need one value of the row: one pass over the row serves them all.
class row_merging {
  public:
    constexpr row_merging(fused_entry &of, kernel_waits &waits) : e_(of), waits_(waits) {}

    /// Of the kernels that use the node, a reduction or what becomes of it; unless one of them has to wait for
    /// another's results.
    constexpr void merge_users(node_id id) {
        use_list &l = e_.uses[id];
        const generators::candidate shared = e_.candidate_of(e_.table[id]);
        if (l.count < 2 || !(shared.is_reduction() || shared.what() == op_class::elementwise)) return;
        for (int i = 0; i < l.count; ++i)
            for (int j = l.count; --j > i;) {
                const std::uint32_t a = l.uses[i].by, b = l.uses[j].by;
                if (!l.uses[i].aligned || !l.uses[j].aligned || !share_rows(a, b, shared)) continue;
                if (waits_(a, b, id) || waits_(b, a, id)) continue;
                fused_kernel &x = e_.result.kernels[a];
                const fused_kernel &y = e_.result.kernels[b];
                if (y.dims.rank > x.dims.rank) x.dims = y.dims;
                if (!x.has_rows) x.whole = x.dims;
                if (!x.has_rows && y.has_rows) x.set_rows(y.rows, y.whole, y.mask);
                x.kind = family::row_wise;
                e_.merge(a, b);
                e_.resolved_uses(id);
            }
    }

  private:
    [[nodiscard]] constexpr bool share_rows(std::uint32_t a, std::uint32_t b,
                                            const generators::candidate &shared) const {
        const fused_kernel &x = e_.result.kernels[a], &y = e_.result.kernels[b];
        const auto is_open = [&](const fused_kernel &k) { return e_.is_over_rows(k) && e_.takes(k, shared); };
        if (e_.is_alone(a) || e_.is_alone(b) || !is_open(x) || !is_open(y) ||
            x.node_count + y.node_count >= e_.options.max_nodes)
            return false;
        if (shared.is_reduction()) return generators::reduces_short_rows(shared);
        const fused_kernel &with_rows = x.has_rows ? x : y, &other = x.has_rows ? y : x;
        if (!with_rows.has_rows || shared.dims != with_rows.rows ||
            !generators::are_trailing(with_rows.mask, with_rows.whole.rank))
            return false;
        return other.has_rows
                   ? other.rows == with_rows.rows && other.whole == with_rows.whole && other.mask == with_rows.mask
                   : other.dims == with_rows.rows || other.dims == with_rows.whole;
    }

    fused_entry &e_;
    kernel_waits &waits_;
};

/// Kernels of elementwise work over the same elements. One loop over them serves all, and what it stores for others it
/// need not read again.
class elementwise_merging {
  public:
    constexpr elementwise_merging(fused_entry &of, kernel_waits &waits) : e_(of), waits_(waits) {}

    /// Of the kernels that use the node; unless one of them has to wait for another's results.
    constexpr void merge_users(node_id id) {
        use_list &l = e_.uses[id];
        for (int i = 0; i < l.count; ++i)
            for (int j = l.count; --j > i;) {
                const std::uint32_t a = l.uses[i].by, b = l.uses[j].by;
                if (!is_open(l.uses[i], id) || !is_open(l.uses[j], id) || !have_room_for_both(a, b)) continue;
                if (e_.keeps_order(a) != e_.keeps_order(b)) continue;
                if (waits_(a, b, id) || waits_(b, a, id)) continue;
                e_.merge(a, b);
                e_.resolved_uses(id);
            }
    }

    /// A kernel that uses the node and may store it for the others, or no_kernel.
    [[nodiscard]] constexpr std::uint32_t host_of(node_id id) {
        const use_list &l = e_.uses[id];
        if (l.many || graph::info(e_.table[id].kind).kind != op_class::elementwise ||
            e_.result.stored_as[id] != no_node)
            return no_kernel;
        for (int i = 0; i < l.count; ++i) {
            const std::uint32_t k = l.uses[i].by;
            if (!is_open(l.uses[i], id) || e_.result.kernels[k].node_count >= e_.options.max_nodes) continue;
            if (e_.keeps_order(k) != (e_.has_windows && e_.named[id] != 0)) continue;
            bool is_cycle = false;
            for (int j = 0; j < l.count; ++j) is_cycle = is_cycle || (j != i && waits_(k, l.uses[j].by, id));
            if (!is_cycle) return k;
        }
        return no_kernel;
    }

  private:
    [[nodiscard]] constexpr bool is_open(const use &u, node_id id) const {
        const fused_kernel &k = e_.result.kernels[u.by];
        return u.aligned && !e_.is_alone(u.by) && k.kind == family::elementwise && !k.updates && !k.has_rows &&
               !k.awaits && !k.draws && k.dims == e_.table.dims(id) && k.dims.volume() <= e_.options.max_together;
    }
    [[nodiscard]] constexpr bool have_room_for_both(std::uint32_t a, std::uint32_t b) const {
        return e_.result.kernels[a].node_count + e_.result.kernels[b].node_count < e_.options.max_nodes;
    }

    fused_entry &e_;
    kernel_waits &waits_;
};

}  // namespace sylvite::plan::detail
