#include <sylvite/codegen/plan_target.hpp>

#include <sylvite/codegen/index_uses.hpp>
#include <sylvite/codegen/plan/cost.hpp>
#include <sylvite/codegen/plan_calls.hpp>

#include <algorithm>
#include <set>

namespace sylvite::codegen {
namespace {

using graph::node_id;
using graph::op;

class target_planner {
  public:
    target_planner(const graph::table_view &table, const network_interface &names, const plan::fusion_options &fusion)
        : table_(table), interface_(names), fusion_(fusion), lines_(table), calls_(names, fusion, model_) {
        model_.tensors = names.tensors;
    }

    plan_model run() {
        for (const graph::entry_record &e : table_.entries) add_entry(e);
        for (const entry_model &e : model_.entries)
            model_.workspace_bytes = std::max(model_.workspace_bytes, e.workspace_bytes);
        place_prepared();
        return std::move(model_);
    }

  private:
    void add_entry(const graph::entry_record &record) {
        entry_model e;
        e.name = table_.name(record.name);
        e.contraction_flops = plan::cost_of(table_, record).contraction_flops;
        const plan::ordered_kernels plan = plan::order_kernels(table_, record, fusion_);
        const tensor_map tensor_of = materialised_tensors(plan);
        call_list list{table_, plan, lines_, tensor_of};
        entry_uses uses;
        for (const plan::packed_variable &p : plan.packed)
            calls_.add_packing_call(list, p.variable, interface_.variable.at(p.variable), uses);
        calls_.add_calls(list, uses);
        e.calls = std::move(list.calls);
        e.prepared_calls = plan.packed.size() + plan.prepared;
        note_prepared(record, e);
        e.draws = uses.draws;
        e.writes_persistent = uses.writes_persistent;
        e.symbol_mask = uses.symbols;
        for (std::uint32_t t = 0; t < list.is_touched.size(); ++t)
            if (list.is_touched[t] && model_.tensors[t].what == core::role::input) e.inputs.push_back(t);
        add_results(record, tensor_of, e);
        add_index_uses(record, e);
        for (const graph::root &r : table_.samples_of(record))
            e.samples.push_back(
                {interface_.mask_of(r.symbol_mask), std::string(table_.name_of_leaf(r.node)), lines_.of(r.node)});
        place(e, list, static_cast<std::uint32_t>(e.calls.size()));
        model_.entries.push_back(std::move(e));
    }

    /// Where the entry's values are: variables, results, and what lies between kernels.
    tensor_map materialised_tensors(const plan::ordered_kernels &plan) {
        tensor_map tensor_of = interface_.variable;
        for (const plan::packed_variable &p : plan.packed)
            tensor_of[p.variable] = add_intermediate(p.variable, p.order);
        const tensor_map &results = interface_.results[model_.entries.size()];
        for (node_id id = 0; id < table_.size(); ++id) {
            if (plan.fusion.materialised[id] == 0) continue;
            if (const node_id as = plan.fusion.stored_as[id]; as != graph::no_node)
                tensor_of[id] = tensor_of[as] = results.at(as);
            else if (const auto result = results.find(id); result != results.end())
                tensor_of[id] = result->second;
            else if (plan.fusion.target_of[id] != graph::no_node)
                tensor_of[id] = interface_.variable.at(plan.fusion.target_of[id]);
            else
                tensor_of[id] = add_intermediate(id, plan.orders[id]);
        }
        return tensor_of;
    }

    std::uint32_t add_intermediate(node_id id, const plan::storage_order &order) {
        model_.tensors.push_back(interface_.tensor_for(table_, id, lines_, order));
        return static_cast<std::uint32_t>(model_.tensors.size() - 1);
    }

    void add_results(const graph::entry_record &record, const tensor_map &tensor_of, entry_model &e) const {
        for (const graph::root &r : table_.roots_of(record)) {
            if (r.what == graph::root_kind::output)
                e.outputs.push_back({std::string(table_.name(r.name)), tensor_of.at(r.node)});
            if (r.what == graph::root_kind::metric)
                e.metrics.push_back({std::string(table_.name(r.name)), tensor_of.at(r.node), r.static_count,
                                     interface_.mask_of(r.symbol_mask)});
        }
    }

    void add_index_uses(const graph::entry_record &record, entry_model &e) const {
        for (const index_use &use : index_uses_of(table_, record)) {
            const std::uint32_t tensor = interface_.variable.at(use.input);
            if (std::ranges::find(e.inputs, tensor) == e.inputs.end()) continue;
            extent range = use.range;
            if (range.is_dynamic()) range.symbol = interface_.symbol_of.at(range.symbol);
            e.index_uses.push_back({tensor, use.what, use.gives_nan, range, use.part, lines_.of(use.user)});
        }
    }

    /// What the first calls write is kept from run to run.
    void note_prepared(const graph::entry_record &record, const entry_model &e) {
        prepared_.emplace_back();
        for (std::size_t i = 0; i < e.prepared_calls; ++i) {
            const call_model &c = e.calls[i];
            for (std::size_t k = 0; k < c.operands.size(); ++k) {
                const std::uint32_t tensor = c.operands[k].index;
                if (k + c.result_count >= c.operands.size())
                    prepared_.back().insert(tensor);
                else if (model_.tensors[tensor].where == core::segment::persistent)
                    read_by_prepared_.insert(tensor);
            }
        }
        written_.emplace_back();
        for (const graph::root &r : table_.roots_of(record))
            if (r.what == graph::root_kind::update)
                written_.back().insert(interface_.variable.at(table_[r.node].inputs[0]));
    }
    /// Behind what entries share.
    void place_prepared() {
        for (std::size_t i = 0; i < model_.entries.size(); ++i) {
            entry_model &e = model_.entries[i];
            for (const std::uint32_t t : prepared_[i]) {
                model_.workspace_bytes = plan::aligned(model_.workspace_bytes);
                model_.tensors[t].offset = model_.workspace_bytes;
                model_.workspace_bytes += model_.tensors[t].bytes();
                e.prepared_bytes += model_.tensors[t].bytes();
                e.lifetimes.push_back({t, 0, static_cast<std::uint32_t>(e.calls.size() - 1)});
            }
            for (const std::uint32_t t : written_[i])
                e.changes_prepared = e.changes_prepared || read_by_prepared_.contains(t);
        }
    }

    /// Offsets of the entry's workspace; results live to its end.
    void place(entry_model &e, const call_list &list, std::uint32_t calls) {
        std::vector<std::uint32_t> tensors;
        std::vector<plan::block> blocks;
        for (const auto &[node, life] : list.lives) {
            if (prepared_.back().contains(life.tensor)) continue;
            tensors.push_back(life.tensor);
            blocks.push_back(life.block);
            if (model_.tensors[life.tensor].what != core::role::intermediate) blocks.back().last = calls;
        }
        for (const compound &c : list.compounds) blocks.push_back(c.block);
        const plan::memory_plan placed = plan::plan_memory(blocks);
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            model_.tensors[tensors[i]].offset = placed.offsets[i];
            e.lifetimes.push_back({tensors[i], blocks[i].first, std::min(blocks[i].last, calls - 1)});
        }
        for (std::size_t i = 0; i < list.compounds.size(); ++i)
            for (const placed_tensor &t : list.compounds[i].tensors) {
                model_.tensors[t.tensor].offset = placed.offsets[tensors.size() + i] + t.offset;
                e.lifetimes.push_back({t.tensor, list.compounds[i].block.first, list.compounds[i].block.last});
            }
        e.workspace_bytes = placed.bytes;
    }

    const graph::table_view &table_;
    const network_interface &interface_;
    const plan::fusion_options &fusion_;
    line_names lines_;
    plan_model model_;
    call_planner calls_;
    // Of each entry the tensors that its prepared calls write, and the variables that it writes itself.
    std::vector<std::set<std::uint32_t>> prepared_, written_;
    std::set<std::uint32_t> read_by_prepared_;
};

}  // namespace

plan_model plan_target(const graph::table_view &table, const network_interface &names,
                       const plan::fusion_options &fusion) {
    return target_planner(table, names, fusion).run();
}

}  // namespace sylvite::codegen
