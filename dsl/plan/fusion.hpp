// Fusion: which nodes of an entry get memory of their own, and which kernel computes each of them.
//
// One pass from the results to the leaves. Every node knows the kernels that use it so far, and at which index; it
// joins its user's kernel where the kernel's family allows, else it is materialised and starts a kernel of its own. A
// kernel has at most one contraction, or reductions that share one set of rows; elementwise work goes in front and
// behind. Kernels over one set of rows that need the same reduction become one with several results, of the row or of
// its elements. A scatter_add ends its kernel. Layout is a matter of addresses, and so is gather but for its table,
// which is in memory.
#pragma once

#include <sylvite/dsl/graph/table.hpp>

namespace sylvite::plan {

using graph::list;
using graph::no_node;
using graph::node;
using graph::node_id;
using graph::op;
using graph::op_class;
using graph::table_view;

inline constexpr std::uint32_t no_kernel = 0xffffffffu;

struct fusion_options {
    bool fuse = true;                        // false: every node is a kernel (for tests and debugging)
    std::size_t max_nodes = 96;              // of a kernel: what Halide compiles in well under a second
    std::int64_t max_row = 1 << 14;          // elements of a row that a row-wise kernel keeps at hand
    std::int64_t max_recomputed_row = 4096;  // longest row that two kernels may both compute
    int max_duplicate_cost = 3;              // of a chain over leaves that is computed wherever it is used
    std::size_t max_between = 1000;          // nodes that are looked at to see whether two kernels may become one
};

enum class kernel_kind : std::uint8_t { elementwise, reduction, row_wise, contraction, scatter };

/// One kernel: it computes its roots. A root that is an assign overwrites the assign's target in place.
struct kernel {
    kernel_kind kind = kernel_kind::elementwise;
    bool updates = false;                               // the roots are assigns
    node_id first_root = no_node, last_root = no_node;  // with those between: fusion::next_root
    shape dims;                                         // of the roots; row-wise: others may have the rows' shape
    shape rows, whole;  // reductions: of the result and of the operand; scatter: whole is the updates' shape
    unsigned mask = 0;  // reductions: the reduced axes of `whole`
    bool has_rows = false;
    std::uint32_t node_count = 0;
    std::uint32_t merged_into = no_kernel;
};

/// The kernels of one entry.
struct fusion {
    list<unsigned char> materialised;  // per node: it has memory of its own
    list<std::uint32_t> kernel_of;     // per materialised node and per assign: the kernel that computes it
    list<node_id> next_root;           // per root: the next one of its kernel, or no_node
    list<node_id> target_of;           // per materialised node: the variable that it is written to directly, or no_node
    list<kernel> kernels;              // in no particular order; those merged into others are dead
};

[[nodiscard]] constexpr bool is_leaf(op kind) { return graph::info(kind).kind == op_class::leaf; }
[[nodiscard]] constexpr bool is_variable(op kind) {
    return kind == op::input || kind == op::parameter || kind == op::state;
}

namespace detail {

/// One kernel's use of a node. Aligned: read at the kernel's own index, or, if the node has fewer axes, at the leading
/// part of that index (the row's). Otherwise it is read through a permutation, inside a contraction, ...
struct use {
    std::uint32_t by = no_kernel;
    bool aligned = false;
};

inline constexpr int max_uses = 4;
struct use_list {
    use uses[max_uses] = {};
    std::uint8_t count = 0;
    bool many = false;        // more kernels than the list holds
    bool is_operand = false;  // of a contraction: computed once, not at each use
};

constexpr bool is_prefix(const shape &part, const shape &whole) {
    if (part.rank > whole.rank) return false;
    for (int i = 0; i < part.rank; ++i)
        if (part[i] != whole[i]) return false;
    return true;
}
constexpr bool trailing(unsigned mask, int rank) {
    int first = 0;
    while (first < rank && (mask >> first & 1u) == 0) ++first;
    return mask == (((1u << rank) - 1u) & ~((1u << first) - 1u));
}

class fuser {
  public:
    /// `forced` nodes get memory of their own.
    constexpr fuser(const table_view &table, const graph::entry_record &entry, const fusion_options &options,
                    std::span<const node_id> forced)
        : table_(table), entry_(entry), options_(options), forced_(forced) {}

    constexpr fusion run() {
        const std::size_t count = table_.size();
        result_.materialised.resize(count, 0);
        result_.kernel_of.resize(count, no_kernel);
        result_.next_root.resize(count, no_node);
        result_.target_of.resize(count, no_node);
        uses_.resize(count);
        seen_.resize(count, 0);
        reached_.resize(count, 0);
        reads_.resize(count, 0);
        duplicate_cost_.resize(count, 0);
        is_epilogue_.resize(count, 0);
        make_root_.resize(count, 0);
        for (const node_id id : forced_) make_root_[id] = 1;
        look_ahead();
        add_roots();
        for (auto id = static_cast<node_id>(count); id-- > 0;) {
            if (reached_[id] == 0 || table_[id].kind == op::assign) continue;
            if (is_leaf(table_[id].kind) && make_root_[id] == 0) continue;  // a leaf that is a result is copied
            place_node(id);
        }
        for (node_id id = 0; id < count; ++id)
            if (result_.kernel_of[id] != no_kernel) result_.kernel_of[id] = alive(result_.kernel_of[id]);
        return std::move(result_);
    }

  private:
    static constexpr int never = 1 << 20;

    /// What is reached, how often it is read, what is cheap enough to be computed at every use, and what is the
    /// natural end of a contraction.
    constexpr void look_ahead() {
        for (const graph::root &r : table_.roots_of(entry_)) reached_[r.node] = 1;
        for (auto id = static_cast<node_id>(table_.size()); id-- > 0;)
            if (reached_[id] != 0)
                for (int k = first_read(id); k < table_[id].input_count; ++k) {
                    reached_[table_[id].inputs[k]] = 1;
                    if (reads_[table_[id].inputs[k]] < 3) ++reads_[table_[id].inputs[k]];
                }
        for (node_id id = 0; id < table_.size(); ++id) {
            const node &n = table_[id];
            const op_class kind = graph::info(n.kind).kind;
            int cost = kind == op_class::leaf || kind == op_class::layout || kind == op_class::elementwise ||
                               n.kind == op::gather
                           ? graph::info(n.kind).cost
                           : never;
            for (int k = n.kind == op::gather ? 1 : 0; k < n.input_count && cost < never; ++k)  // a table is in memory
                cost += duplicate_cost_[n.inputs[k]];
            duplicate_cost_[id] = cost < never ? cost : never;
            if (kind == op_class::elementwise)
                for (int k = 0; k < n.input_count; ++k) {
                    const node_id in = n.inputs[k];
                    if (reads_[in] == 1 && (table_[in].kind == op::contraction || is_epilogue_[in] != 0))
                        is_epilogue_[id] = 1;
                }
        }
    }
    /// An assign does not read its target.
    [[nodiscard]] constexpr int first_read(node_id id) const { return table_[id].kind == op::assign ? 1 : 0; }

    constexpr void add_roots() {
        for (const graph::root &r : table_.roots_of(entry_)) {
            if (r.what != graph::root_kind::update) {
                make_root_[r.node] = 1;
                continue;
            }
            const node_id target = table_[r.node].inputs[0], value = table_[r.node].inputs[1];
            const op value_kind = table_[value].kind;
            if (reads_[target] == 0 && !is_leaf(value_kind) && result_.target_of[value] == no_node) {
                make_root_[value] = 1;  // nobody reads the old value: whoever computes the new one writes it in place
                result_.target_of[value] = target;
                continue;
            }
            const std::uint32_t k = start_kernel(r.node, table_[r.node].dims);
            result_.kernels[k].updates = true;
            result_.kernel_of[r.node] = k;
            note_use(value, {k, true});
        }
    }

    constexpr std::uint32_t start_kernel(node_id root, const shape &dims) {
        kernel k;
        k.first_root = k.last_root = root;
        k.dims = k.whole = dims;
        result_.kernels.push_back(k);
        return static_cast<std::uint32_t>(result_.kernels.size() - 1);
    }
    [[nodiscard]] constexpr std::uint32_t alive(std::uint32_t k) const {
        while (result_.kernels[k].merged_into != no_kernel) k = result_.kernels[k].merged_into;
        return k;
    }

    constexpr void note_use(node_id id, use u) {
        use_list &l = uses_[id];
        resolve(l);
        for (int i = 0; i < l.count; ++i)
            if (l.uses[i].by == u.by) {
                l.uses[i].aligned = l.uses[i].aligned && u.aligned;
                return;
            }
        if (l.count == 1 && can_merge(table_[id], l.uses[0], u)) {
            merge(l.uses[0].by, u.by);
        } else if (l.count == max_uses) {
            l.many = true;
        } else {
            l.uses[l.count++] = u;
        }
    }
    /// Kernels that were merged since the uses were noted count once.
    constexpr void resolve(use_list &l) const {
        int kept = 0;
        for (int i = 0; i < l.count; ++i) {
            const use u{alive(l.uses[i].by), l.uses[i].aligned};
            int j = 0;
            while (j < kept && l.uses[j].by != u.by) ++j;
            if (j < kept)
                l.uses[j].aligned = l.uses[j].aligned && u.aligned;
            else
                l.uses[kept++] = u;
        }
        l.count = static_cast<std::uint8_t>(kept);
    }
    /// Updates of one shape that share work become one kernel with several results: nothing reads them afterwards, so
    /// no cycle can arise.
    [[nodiscard]] constexpr bool can_merge(const node &n, const use &a, const use &b) const {
        const kernel &x = result_.kernels[a.by], &y = result_.kernels[b.by];
        return options_.fuse && x.updates && y.updates && a.aligned && b.aligned && x.dims == y.dims &&
               n.dims == x.dims && !is_leaf(n.kind) && graph::info(n.kind).kind != op_class::layout &&
               x.node_count + y.node_count < options_.max_nodes;
    }

    constexpr void merge(std::uint32_t into, std::uint32_t from) {
        kernel &kept = result_.kernels[into], &gone = result_.kernels[from];
        gone.merged_into = into;
        kept.node_count += gone.node_count;
        result_.next_root[kept.last_root] = gone.first_root;
        kept.last_root = gone.last_root;
    }

    /// Kernels over one set of rows that need the same value of the row, a reduction or what becomes of it: one pass
    /// over the row serves them all, unless one of them has to wait for another's results.
    constexpr void merge_over_rows(node_id id) {
        use_list &l = uses_[id];
        const node &n = table_[id];
        const bool is_reduction = graph::info(n.kind).kind == op_class::reduction;
        if (l.count < 2 || !(is_reduction || graph::info(n.kind).kind == op_class::elementwise)) return;
        for (int i = 0; i < l.count; ++i)
            for (int j = l.count; --j > i;) {
                const std::uint32_t a = l.uses[i].by, b = l.uses[j].by;
                if (!l.uses[i].aligned || !l.uses[j].aligned || !shares_rows(a, b, n)) continue;
                if (waits_for(a, b, id) || waits_for(b, a, id)) continue;
                kernel &x = result_.kernels[a];
                const kernel &y = result_.kernels[b];
                if (y.dims.rank > x.dims.rank) x.dims = y.dims;
                if (!x.has_rows) x.whole = x.dims;
                if (!x.has_rows && y.has_rows) set_rows(x, y.rows, y.whole, y.mask);
                x.kind = kernel_kind::row_wise;
                merge(a, b);
                resolve(l);
            }
    }
    [[nodiscard]] constexpr bool shares_rows(std::uint32_t a, std::uint32_t b, const node &n) const {
        const kernel &x = result_.kernels[a], &y = result_.kernels[b];
        const auto is_of = [&](const kernel &k) {
            return !k.updates && takes(k, n) && k.kind != kernel_kind::contraction && k.kind != kernel_kind::scatter;
        };
        if (!is_of(x) || !is_of(y) || x.node_count + y.node_count >= options_.max_nodes) return false;
        if (graph::info(n.kind).kind == op_class::reduction) {
            const shape &operand = table_[n.inputs[0]].dims;
            return trailing(mask_of(n), operand.rank) && row_length(n.dims, operand) <= options_.max_row;
        }
        const kernel &with_rows = x.has_rows ? x : y, &other = x.has_rows ? y : x;
        if (!with_rows.has_rows || n.dims != with_rows.rows || !trailing(with_rows.mask, with_rows.whole.rank))
            return false;
        return other.has_rows
                   ? other.rows == with_rows.rows && other.whole == with_rows.whole && other.mask == with_rows.mask
                   : other.dims == with_rows.rows || other.dims == with_rows.whole;
    }
    /// Whether a kernel reads, directly or through others, a result of the other one. All that stands between has been
    /// placed: it is behind the node that is placed now. Where much stands between, it is taken to be so.
    [[nodiscard]] constexpr bool waits_for(std::uint32_t kernel, std::uint32_t other, node_id now) {
        ++stamp_;
        pending_.clear();
        const auto visit = [&](node_id id) {
            if (seen_[id] == stamp_) return;
            seen_[id] = stamp_;
            pending_.push_back(id);
        };
        const auto visit_roots = [&](std::uint32_t k) {
            for (node_id r = result_.kernels[k].first_root; r != no_node; r = result_.next_root[r]) visit(r);
        };
        visit_roots(kernel);
        for (std::size_t looked_at = 0; !pending_.empty(); ++looked_at) {
            if (looked_at == options_.max_between) return true;
            const node_id id = pending_.back();
            pending_.pop_back();
            for (int k = first_read(id); k < table_[id].input_count; ++k) {
                const node_id in = table_[id].inputs[k];
                if (in <= now || is_leaf(table_[in].kind)) continue;
                if (result_.materialised[in] == 0) {
                    visit(in);
                    continue;
                }
                const std::uint32_t producer = alive(result_.kernel_of[in]);
                if (producer == other) return true;
                visit_roots(producer);
            }
        }
        return false;
    }

    constexpr void place_node(node_id id) {
        use_list &l = uses_[id];
        resolve(l);
        const node &n = table_[id];
        const bool is_root = make_root_[id] != 0;
        const bool layout = graph::info(n.kind).kind == op_class::layout;
        if (!is_root) {
            if (layout && (options_.fuse || duplicate_cost_[id] == 0)) {
                pass_through(id);
                return;
            }
            if (options_.fuse && !l.is_operand && n.dims.rank > 0 &&
                duplicate_cost_[id] <= options_.max_duplicate_cost) {
                pass_through(id);
                return;
            }
            if (options_.fuse && !l.many && !l.is_operand) merge_over_rows(id);
            if (options_.fuse && !l.many && !l.is_operand && joins(id)) return;
        }
        materialise(id);
    }

    /// The node is computed by each of its users, at each use.
    constexpr void pass_through(node_id id) {
        const node &n = table_[id];
        const use_list l = uses_[id];
        for (int i = 0; i < l.count; ++i) {
            for (int k = 0; k < n.input_count; ++k) {
                use u = l.uses[i];
                if (graph::info(n.kind).kind == op_class::layout) u.aligned = stays_aligned(n, u);
                if (n.kind == op::gather) u.aligned = false;
                note_use(n.inputs[k], u);
            }
            ++result_.kernels[l.uses[i].by].node_count;
        }
        for (int k = 0; k < n.input_count; ++k) {
            uses_[n.inputs[k]].many = uses_[n.inputs[k]].many || l.many;
            uses_[n.inputs[k]].is_operand = uses_[n.inputs[k]].is_operand || l.is_operand || is_table(n, k);
        }
    }
    /// Read at any index, so never computed at each use.
    [[nodiscard]] static constexpr bool is_table(const node &n, int input) {
        return n.kind == op::gather && input == 0;
    }

    /// Whether a layout operation's operand is read at the row's index: a broadcast along trailing axes.
    [[nodiscard]] constexpr bool stays_aligned(const node &n, const use &u) const {
        const kernel &k = result_.kernels[u.by];
        const shape &operand = table_[n.inputs[0]].dims;
        if (n.kind != op::broadcast || !u.aligned || n.dims != k.whole || operand.rank == 0) return false;
        if (k.updates || k.kind == kernel_kind::contraction || k.kind == kernel_kind::scatter) return false;
        const auto axes = table_.attributes(n);
        for (std::size_t i = 0; i < axes.size(); ++i)
            if (axes[i] != static_cast<std::int64_t>(i)) return false;
        if (k.has_rows) return operand == k.rows && trailing(k.mask, k.whole.rank);
        return row_length(operand, k.whole) <= options_.max_row;
    }
    [[nodiscard]] static constexpr std::int64_t row_length(const shape &rows, const shape &whole) {
        return whole.volume() / rows.volume();
    }

    /// Whether every user's kernel takes the node in; then it is added there.
    constexpr bool joins(node_id id) {
        use_list &l = uses_[id];
        const node &n = table_[id];
        if (l.count > 1) {
            // computed twice only if that is cheap: part of a short row, and not what a contraction ends with
            if (l.count > 2 || is_epilogue_[id] != 0 || n.kind == op::contraction || graph::is_position(n.kind))
                return false;
            for (int i = 0; i < l.count; ++i) {
                const kernel &k = result_.kernels[l.uses[i].by];
                if (!k.has_rows || !trailing(k.mask, k.whole.rank) ||
                    row_length(k.rows, k.whole) > options_.max_recomputed_row)
                    return false;
            }
        }
        for (int i = 0; i < l.count; ++i)
            if (!l.uses[i].aligned || !takes(result_.kernels[l.uses[i].by], n)) return false;
        for (int i = 0; i < l.count; ++i) join(l.uses[i].by, n);
        return true;
    }

    [[nodiscard]] constexpr bool takes(const kernel &k, const node &n) const {
        if (k.node_count >= options_.max_nodes) return false;
        const op_class kind = graph::info(n.kind).kind;
        if (kind == op_class::elementwise || n.kind == op::gather) return true;
        if (k.updates || k.kind == kernel_kind::contraction || k.kind == kernel_kind::scatter) return false;
        if (kind == op_class::contraction) return !k.has_rows && n.dims == k.dims;
        if (kind != op_class::reduction) return false;
        const shape &operand = table_[n.inputs[0]].dims;
        const unsigned mask = mask_of(n);
        if (!k.has_rows)
            return n.dims == k.dims || (operand == k.whole && trailing(mask, operand.rank) &&
                                        row_length(n.dims, operand) <= options_.max_row);
        return n.dims == k.rows && operand == k.whole && mask == k.mask && trailing(mask, operand.rank) &&
               row_length(k.rows, k.whole) <= options_.max_row;
    }
    [[nodiscard]] constexpr unsigned mask_of(const node &n) const {
        unsigned mask = 0;
        for (const std::int64_t axis : table_.attributes(n)) mask |= 1u << axis;
        return mask;
    }

    constexpr void join(std::uint32_t by, const node &n) {
        kernel &k = result_.kernels[by];
        ++k.node_count;
        const op_class kind = graph::info(n.kind).kind;
        if (kind == op_class::contraction) {
            k.kind = kernel_kind::contraction;
        } else if (n.kind == op::scatter_add) {
            k.kind = kernel_kind::scatter;
            k.whole = table_[n.inputs[1]].dims;
        } else if (kind == op_class::reduction) {
            const bool is_first = !k.has_rows && n.dims == k.dims;
            if (!k.has_rows) set_rows(k, n.dims, table_[n.inputs[0]].dims, mask_of(n));
            k.kind = is_first && k.first_root == k.last_root ? kernel_kind::reduction : kernel_kind::row_wise;
        } else if (!k.has_rows && n.dims != k.whole) {
            unsigned mask = 0;
            for (int i = n.dims.rank; i < k.whole.rank; ++i) mask |= 1u << i;
            set_rows(k, n.dims, k.whole, mask);
            k.kind = kernel_kind::row_wise;
        }
        for (int i = 0; i < n.input_count; ++i) {
            const bool operand = kind == op_class::contraction || is_table(n, i);
            const bool index = kind == op_class::indexing && i == (n.kind == op::gather ? 1 : 0);
            note_use(n.inputs[i], {by, !operand && !index});
            if (operand) uses_[n.inputs[i]].is_operand = true;
        }
    }
    static constexpr void set_rows(kernel &k, const shape &rows, const shape &whole, unsigned mask) {
        k.rows = rows;
        k.whole = whole;
        k.mask = mask;
        k.has_rows = true;
    }

    constexpr void materialise(node_id id) {
        const node &n = table_[id];
        const std::uint32_t k = start_kernel(id, n.dims);
        result_.materialised[id] = 1;
        result_.kernel_of[id] = k;
        if (graph::info(n.kind).kind != op_class::layout) {
            join(k, n);
            return;
        }
        ++result_.kernels[k].node_count;
        for (int i = 0; i < n.input_count; ++i) note_use(n.inputs[i], {k, stays_aligned(n, {k, true})});
    }

    table_view table_;
    graph::entry_record entry_;
    fusion_options options_;
    std::span<const node_id> forced_;
    fusion result_;
    list<use_list> uses_;
    list<std::uint32_t> seen_;
    list<node_id> pending_;
    std::uint32_t stamp_ = 0;
    list<unsigned char> reached_, reads_, is_epilogue_, make_root_;
    list<int> duplicate_cost_;
};

}  // namespace detail
}  // namespace sylvite::plan
