// Runs an entry the way its plan says, kernel by kernel, each kernel by the interpreter: intermediates in a workspace
// of bytes at the planned offsets, updates in place at once. What a plan gets wrong shows as a wrong number or a
// failure.
#pragma once

#include "../dsl/random_graph.hpp"

#include <sylvite/codegen/plan/memory.hpp>
#include <sylvite/codegen/plan/order.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace sylvite::test {

class planned_entry {
  public:
    planned_entry(const graph::table_view &table, const graph::entry_record &entry,
                  const plan::fusion_options &options = {})
        : table_(table), entry_(entry), plan_(plan::order_kernels(table, entry, options)) {
        place();
    }

    [[nodiscard]] const plan::ordered_kernels &plan() const { return plan_; }
    [[nodiscard]] std::uint64_t workspace_bytes() const { return memory_.bytes; }

    /// The nodes that a step computes, its roots' values included.
    [[nodiscard]] std::vector<node_id> members_of(const plan::step &s) const {
        std::set<node_id> seen;
        std::vector<node_id> pending;
        const auto visit = [&](node_id id) {
            if (!plan::is_leaf(table_[id].kind) && seen.insert(id).second) pending.push_back(id);
        };
        for (const node_id root : roots_of(s)) {
            if (table_[root].kind != op::assign) visit(root);
            if (table_[root].kind == op::assign && !has_memory(table_[root].inputs[1])) visit(table_[root].inputs[1]);
        }
        while (!pending.empty()) {
            const graph::node &n = table_[pending.back()];
            pending.pop_back();
            for (int k = 0; k < n.input_count; ++k)
                if (!is_read(s, n.inputs[k])) visit(n.inputs[k]);
        }
        return {seen.begin(), seen.end()};
    }
    /// The tensors with memory of their own that a step reads: materialised nodes and variables.
    [[nodiscard]] std::set<node_id> reads_of(const plan::step &s) const {
        std::set<node_id> reads;
        for (const node_id root : roots_of(s))
            if (table_[root].kind == op::assign && has_memory(table_[root].inputs[1]))
                reads.insert(table_[root].inputs[1]);
        for (const node_id id : members_of(s))
            for (int k = 0; k < table_[id].input_count; ++k)
                if (is_read(s, table_[id].inputs[k])) reads.insert(table_[id].inputs[k]);
        return reads;
    }
    [[nodiscard]] std::span<const node_id> roots_of(const plan::step &s) const {
        return plan_.roots.view().subspan(s.first_root, s.root_count);
    }

    reference::entry_result run(random_values &v) {
        std::vector<unsigned char> workspace(memory_.bytes, 0xff);  // as floats: NaN
        std::map<node_id, reference::tensor> variables;
        for (node_id id = 0; id < table_.size(); ++id)
            if (plan::is_variable(table_[id].kind)) {
                const auto &from = table_[id].kind == op::input ? v.inputs : v.variables;
                variables.emplace(id, from.find(table_.name_of_leaf(id))->second);
            }
        const auto load = [&](node_id id) {
            if (plan::is_variable(table_[id].kind)) return variables.at(id);
            if (target_of(id) != graph::no_node) return variables.at(target_of(id));
            return reference::tensor::load(table_[id].type, v.extents(table_.dims(id)),
                                           workspace.data() + offset_.at(id));
        };
        for (const plan::step &s : plan_.steps) {
            reference::interpreter kernel(table_, v.extents);
            for (const node_id id : reads_of(s)) kernel.set(id, load(id));
            std::vector<reference::tensor> results;  // all are computed before any is stored
            for (const node_id root : roots_of(s)) results.push_back(kernel.value(root));
            for (std::size_t i = 0; i < results.size(); ++i) {
                const node_id root = roots_of(s)[i];
                if (table_[root].kind == op::assign)
                    variables.at(table_[root].inputs[0]) = results[i];
                else if (target_of(root) != graph::no_node)
                    variables.at(target_of(root)) = results[i];
                else
                    results[i].store(workspace.data() + offset_.at(root));
            }
        }
        reference::entry_result result;
        for (const graph::root &r : table_.roots_of(entry_)) {
            reference::interpreter last(table_, v.extents);  // of a result that is a permutation of what is stored
            if (!has_memory(r.node)) last.set(table_[r.node].inputs[0], load(table_[r.node].inputs[0]));
            const auto value = [&] { return has_memory(r.node) ? load(r.node) : last.value(r.node); };
            if (r.what == graph::root_kind::output) result.outputs.emplace(table_.name(r.name), value());
            if (r.what == graph::root_kind::metric) result.metrics[std::string(table_.name(r.name))].sum = value()[0];
        }
        for (const auto &[id, value] : variables)
            if (table_[id].kind != op::input) v.variables.insert_or_assign(std::string(table_.name_of_leaf(id)), value);
        return result;
    }

    [[nodiscard]] bool has_memory(node_id id) const {
        return plan::is_variable(table_[id].kind) || plan_.fusion.materialised[id] != 0;
    }
    /// In memory before the step: its own results it computes, those that others of them need too.
    [[nodiscard]] bool is_read(const plan::step &s, node_id id) const {
        const auto roots = roots_of(s);
        return has_memory(id) && std::find(roots.begin(), roots.end(), id) == roots.end();
    }
    [[nodiscard]] node_id target_of(node_id id) const { return plan_.fusion.target_of[id]; }
    [[nodiscard]] const std::vector<plan::block> &blocks() const { return blocks_; }
    [[nodiscard]] const plan::memory_plan &memory() const { return memory_; }

  private:
    /// Every materialised node that is no variable's new value gets a block from the step that computes it to the last
    /// one that reads it; results live on.
    void place() {
        std::map<node_id, std::size_t> block_of;
        for (std::uint32_t i = 0; i < plan_.steps.size(); ++i) {
            const plan::step &s = plan_.steps[i];
            for (const node_id id : reads_of(s)) {
                if (plan::is_variable(table_[id].kind) || target_of(id) != graph::no_node) continue;
                ASSERT_TRUE(block_of.contains(id)) << "node " << id << " is read before it is computed";
                blocks_[block_of.at(id)].last = i;
            }
            for (const node_id root : roots_of(s)) {
                if (table_[root].kind == op::assign || target_of(root) != graph::no_node) continue;
                const auto elements = static_cast<std::uint64_t>(table_.dims(root).volume());
                ASSERT_TRUE(block_of.emplace(root, blocks_.size()).second) << "node " << root << " is computed twice";
                blocks_.push_back({elements * size_of(table_[root].type), i, i});
            }
        }
        for (const graph::root &r : table_.roots_of(entry_))
            if (const auto found = block_of.find(has_memory(r.node) ? r.node : table_[r.node].inputs[0]);
                found != block_of.end())
                blocks_[found->second].last = static_cast<std::uint32_t>(plan_.steps.size());
        memory_ = plan::plan_memory(blocks_);
        for (const auto &[id, k] : block_of) offset_[id] = memory_.offsets[k];
    }

    graph::table_view table_;
    graph::entry_record entry_;
    plan::ordered_kernels plan_;
    std::vector<plan::block> blocks_;
    plan::memory_plan memory_;
    std::map<node_id, std::uint64_t> offset_;
};

}  // namespace sylvite::test
