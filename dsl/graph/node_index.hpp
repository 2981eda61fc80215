// Finds the node of a table that equals another: a hash table beside it.
#pragma once

#include <sylvite/dsl/graph/table.hpp>

namespace sylvite::graph {

class node_index {
  public:
    /// Operations whose accumulator is part of what they are.
    [[nodiscard]] static constexpr bool is_reducing(op kind) {
        return info(kind).kind == op_class::reduction || info(kind).kind == op_class::contraction;
    }
    [[nodiscard]] static constexpr std::uint64_t hash_of(const node &n, array_view<const std::int64_t> attributes) {
        // In few steps: the shape only where it doesn't follow from the inputs.
        std::uint64_t h = (static_cast<std::uint64_t>(n.kind) << 8 | static_cast<std::uint64_t>(n.type)) * spread;
        for (int i = 0; i < n.input_count; ++i) h = (h ^ n.inputs[i]) * spread;
        if (n.input_count < 2) h = (h ^ n.dims.index) * spread;
        const std::int64_t *values = attributes.data();
        const std::size_t count = attributes.size();
        for (std::size_t i = 0; i < count; ++i) h = (h ^ static_cast<std::uint64_t>(values[i])) * spread;
        return h ^ h >> 32;
    }
    [[nodiscard]] static constexpr bool equal(const table &of, node_id id, const node &n,
                                              array_view<const std::int64_t> attributes) {
        const node &o = of.nodes[id];
        if (o.kind != n.kind || o.type != n.type || o.effect != n.effect || o.input_count != n.input_count ||
            o.attributes.count != attributes.size() || (is_reducing(n.kind) && o.accumulator != n.accumulator))
            return false;
        for (int i = 0; i < n.input_count; ++i)
            if (o.inputs[i] != n.inputs[i]) return false;
        for (std::size_t i = 0; i < attributes.size(); ++i)
            if (of.pool[o.attributes.first + i] != attributes[i]) return false;
        return o.dims == n.dims;
    }
    /// An equal node without an effect, or no_node.
    [[nodiscard]] constexpr node_id find(const table &of, std::uint64_t hash, const node &n,
                                         array_view<const std::int64_t> attributes) const {
        if (slots_.empty()) return no_node;
        const std::size_t mask = slots_.size() - 1;
        for (std::size_t i = hash & mask;; i = (i + 1) & mask) {
            if (slots_[i] == no_node) return no_node;
            if (hashes_[slots_[i]] == hash && equal(of, slots_[i], n, attributes)) return slots_[i];
        }
    }
    /// The node that was added to the table last.
    constexpr void add(const table &of, std::uint64_t hash, node_id id) {
        hashes_.push_back(hash);
        if (of.nodes[id].effect != 0) return;
        if (2 * (of.nodes.size() + 1) > slots_.size()) {
            const std::size_t size = slots_.empty() ? 64 : slots_.size() * 4;
            slots_ = list<node_id>(size, no_node);
            for (node_id i = 0; i < of.nodes.size(); ++i)
                if (of.nodes[i].effect == 0) place(hashes_[i], i);
        } else {
            place(hash, id);
        }
    }

  private:
    static constexpr std::uint64_t spread = 0x9e3779b97f4a7c15u;  // 2^64 over the golden ratio, odd
    constexpr void place(std::uint64_t hash, node_id id) {
        const std::size_t mask = slots_.size() - 1;
        std::size_t i = hash & mask;
        while (slots_[i] != no_node) i = (i + 1) & mask;
        slots_[i] = id;
    }

    list<std::uint64_t> hashes_;  // per node
    list<node_id> slots_;
};

}  // namespace sylvite::graph
