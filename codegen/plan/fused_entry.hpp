// What fusion makes of an entry, and what it works on meanwhile. constexpr.
#pragma once

#include <sylvite/codegen/plan/loops.hpp>
#include <sylvite/codegen/plan/uses.hpp>
#include <sylvite/dsl/graph/table.hpp>
#include <sylvite/dsl/graph/window.hpp>
#include <sylvite/generators/families.hpp>

namespace sylvite::plan {

using generators::family;
using graph::list;
using graph::no_node;
using graph::node;
using graph::node_id;
using graph::op;
using graph::op_class;
using graph::table_view;

struct fusion_options {
    bool fuse = true;                        // false: every node is a kernel (for tests and debugging)
    bool prepare = false;                    // what depends on variables alone is worked out once for many runs
    std::size_t max_nodes = 96;              // of a kernel: what Halide compiles in well under a second
    std::int64_t max_row = 1 << 14;          // elements of a row that a row-wise kernel keeps at hand
    std::int64_t max_recomputed_row = 4096;  // longest row that two kernels may both compute
    int max_duplicate_cost = 3;              // of a chain over leaves that is computed wherever it is used
    std::int64_t max_together = 1 << 17;  // elements that several results may have: more of them drive each other out
                                          // of a cache where the next kernel finds one that is written alone
    std::size_t max_between = 1000;       // nodes that are looked at to see whether two kernels may become one

    constexpr bool operator==(const fusion_options &) const = default;
};

/// What a node of an entry depends on.
enum class dependence : unsigned char {
    varies,        // inputs, run-time extents, chance, what the entry writes; what it gives as a result counts as such
    of_numbers,    // literals
    of_variables,  // and parameters or states
};

/// The kernels of one entry.
struct fusion {
    list<unsigned char> reached;       // per node: the entry needs it
    list<dependence> constancy;        // per node
    list<unsigned char> materialised;  // per node: it has memory of its own
    list<std::uint32_t> kernel_of;     // per materialised node and per assign: the kernel that computes it
    list<node_id> next_root;           // per root: the next one of its kernel, or no_node
    list<node_id> target_of;           // per materialised node: the variable that it is written to directly, or no_node
    list<node_id> stored_as;     // per materialised node: the result, a permutation of it, whose memory is its own,
                                 // or no_node
    list<fused_kernel> kernels;  // in no particular order; those merged into others are dead
    entry_loops loops;           // each is a kernel as well, whose roots are the loop's results
};

[[nodiscard]] constexpr bool is_leaf(op kind) { return graph::info(kind).kind == op_class::leaf; }
/// A leaf that may be read anywhere: it is in memory, or costs nothing. Random numbers are worked out where they are
/// used, but not for a contraction, which reads its operands again and again.
[[nodiscard]] constexpr bool is_free(op kind) { return is_leaf(kind) && kind != op::random; }
[[nodiscard]] constexpr bool is_variable(op kind) {
    return kind == op::input || kind == op::parameter || kind == op::state;
}

namespace detail {

/// A node's first operand that is read: an assign does not read its target.
[[nodiscard]] constexpr int first_read(const node &n) { return n.kind == op::assign ? 1 : 0; }

/// Read at any index, so never computed at each use.
[[nodiscard]] constexpr bool is_gathered_table(const node &n, int input) { return n.kind == op::gather && input == 0; }

/// Of several elements, below layout operations.
[[nodiscard]] constexpr bool is_windows(const table_view &table, node_id id) {
    while (graph::info(table[id].kind).kind == op_class::layout) {
        if (table[id].kind == op::slide && table.dims(id)[graph::slide_of(table.attributes(id)).taps].value > 1)
            return true;
        id = table[id].inputs[0];
    }
    return false;
}

/// Kernels as they grow, and who uses what: what the parts of fusion have in common.
struct fused_entry {
    constexpr fused_entry(const table_view &of, const fusion_options &with)
        : table(of), options(with), uses(of.size(), use_list{}) {
        result.materialised.resize(of.size(), 0);
        result.kernel_of.resize(of.size(), no_kernel);
        result.next_root.resize(of.size(), no_node);
        result.target_of.resize(of.size(), no_node);
        result.stored_as.resize(of.size(), no_node);
        named.resize(of.size(), 0);
        for (node_id id = 0; id < of.size() && !has_windows; ++id)
            has_windows = of[id].kind == op::slide && is_windows(of, id);
    }

    constexpr std::uint32_t start_kernel(node_id root, const shape &dims) {
        fused_kernel k;
        k.first_root = k.last_root = root;
        k.dims = k.whole = dims;
        result.kernels.push_back(k);
        return static_cast<std::uint32_t>(result.kernels.size() - 1);
    }
    /// One more result.
    constexpr void add_root(std::uint32_t kernel, node_id root) {
        fused_kernel &k = result.kernels[kernel];
        result.next_root[k.last_root] = root;
        k.last_root = root;
    }
    /// What became of a kernel.
    [[nodiscard]] constexpr std::uint32_t alive(std::uint32_t k) const {
        while (result.kernels[k].merged_into != no_kernel) k = result.kernels[k].merged_into;
        return k;
    }
    constexpr use_list &resolved_uses(node_id id) {
        uses[id].resolve([this](std::uint32_t k) { return alive(k); });
        return uses[id];
    }
    constexpr void merge(std::uint32_t into, std::uint32_t from) {
        fused_kernel &kept = result.kernels[into], &gone = result.kernels[from];
        gone.merged_into = into;
        kept.node_count += gone.node_count;
        kept.draws = kept.draws || gone.draws;
        kept.awaits = kept.awaits || gone.awaits;
        result.next_root[kept.last_root] = gone.first_root;
        kept.last_root = gone.last_root;
    }

    [[nodiscard]] constexpr generators::candidate candidate_of(const node &n) const {
        generators::candidate c;
        c.kind = n.kind;
        c.dims = table.dims(n);
        c.longest_row = options.max_row;
        if (c.is_reduction()) {
            c.operand = table.dims(n.inputs[0]);
            for (const std::int64_t axis : table.attributes(n)) c.mask |= 1u << axis;
        } else if (n.kind == op::scatter_add) {
            c.operand = table.dims(n.inputs[1]);
        } else if (n.kind == op::contraction) {
            c.is_over_windows = is_windows(table, n.inputs[0]) || is_windows(table, n.inputs[1]);
        }
        return c;
    }
    /// Whether a result has an order of its own, and the kernel no others beside it.
    [[nodiscard]] constexpr bool is_alone(std::uint32_t kernel) const {
        return result.stored_as[result.kernels[kernel].first_root] != no_node;
    }
    /// Whether a result lies as it is declared, where others of the kernel's might lie in another order: a kernel's
    /// results all lie in one (storage_order.hpp).
    [[nodiscard]] constexpr bool keeps_order(std::uint32_t kernel) const {
        if (!has_windows) return false;
        for (node_id r = result.kernels[kernel].first_root; r != no_node; r = result.next_root[r])
            if (named[r] != 0) return true;
        return false;
    }
    /// By the rule of the kernel's family.
    [[nodiscard]] constexpr bool takes(const fused_kernel &k, const generators::candidate &c) const {
        if (k.node_count >= options.max_nodes) return false;
        if (k.updates) return c.is_pointwise();
        return generators::with_family(k.kind, [&]<class F>(F) { return F::takes(k, c); });
    }
    [[nodiscard]] constexpr bool is_over_rows(const fused_kernel &k) const {
        return !k.updates && generators::with_family(k.kind, []<class F>(F) { return F::is_over_rows; });
    }

    table_view table;
    fusion_options options;
    fusion result;
    list<use_list> uses;
    list<unsigned char> named;  // per node: a result of the entry, or what a loop reads
    bool has_windows = false;
};

}  // namespace detail
}  // namespace sylvite::plan
