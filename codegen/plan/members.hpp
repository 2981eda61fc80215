// What a fused kernel computes and reads. constexpr.
#pragma once

#include <sylvite/codegen/plan/fused_entry.hpp>

namespace sylvite::plan::detail {

/// The nodes that a kernel computes, from its roots down to what is materialised; leaves excluded.
class members {
  public:
    constexpr members(const table_view &table, const fusion &f) : table_(table), fusion_(f), seen_(table.size(), 0) {}

    /// Calls visit(input, aligned) for every edge from a computed node to what it reads: aligned where only elementwise
    /// work lies between the input and the roots, so that an element is read for the result at its own index. A node
    /// that is read in both ways is visited in both.
    template <class Visit>
    constexpr void edges(std::span<const node_id> roots, Visit visit) {
        stamp_ += 2;
        stack_.clear();
        for (const node_id root : roots) push({root, true});
        while (!stack_.empty()) {
            const reader r = stack_.back();
            stack_.pop_back();
            const node &n = table_[r.id];
            const bool is_assign = n.kind == op::assign;
            if (graph::is_loop_result(n.kind)) {
                for (const node_id read : fusion_.loops.of(r.id).reads) visit(read, false);
                continue;
            }
            const bool aligned = r.aligned && (is_assign || graph::info(n.kind).kind == op_class::elementwise);
            for (int k = is_assign ? 1 : 0; k < n.input_count; ++k) {
                visit(n.inputs[k], aligned);
                if (!is_leaf(table_[n.inputs[k]].kind) && fusion_.materialised[n.inputs[k]] == 0)
                    push({n.inputs[k], aligned});
            }
        }
    }

  private:
    struct reader {
        node_id id;
        bool aligned;
    };
    /// A node that was seen as not aligned has nothing new to tell.
    constexpr void push(reader r) {
        const std::uint32_t mark = stamp_ + (r.aligned ? 0 : 1);
        if (seen_[r.id] >= mark) return;
        seen_[r.id] = mark;
        stack_.push_back(r);
    }
    const table_view &table_;
    const fusion &fusion_;
    list<std::uint32_t> seen_;
    list<reader> stack_;
    std::uint32_t stamp_ = 0;
};

}  // namespace sylvite::plan::detail
