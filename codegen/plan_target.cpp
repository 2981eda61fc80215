#include <sylvite/codegen/plan_target.hpp>

#include <sylvite/codegen/cost.hpp>
#include <sylvite/codegen/index_uses.hpp>
#include <sylvite/codegen/label.hpp>
#include <sylvite/codegen/plan/cost.hpp>
#include <sylvite/codegen/plan/memory.hpp>

#include <algorithm>
#include <map>

namespace sylvite::codegen {
namespace {

using graph::node_id;
using graph::op;

using tensor_map = std::map<node_id, std::uint32_t>;

class target_planner {
  public:
    target_planner(const graph::table_view &table, const network_interface &names, const plan::fusion_options &fusion)
        : table_(table), interface_(names), fusion_(fusion), lines_(table) {
        model_.tensors = names.tensors;
    }

    plan_model run() {
        for (const graph::entry_record &e : table_.entries) add_entry(e);
        for (const entry_model &e : model_.entries)
            model_.workspace_bytes = std::max(model_.workspace_bytes, e.workspace_bytes);
        return std::move(model_);
    }

  private:
    struct occupant {
        std::uint32_t tensor = 0;
        plan::block block = {};
    };
    using lifetimes = std::map<node_id, occupant>;  // of workspace tensors, in the order of the network's nodes

    void add_entry(const graph::entry_record &record) {
        entry_model e;
        e.name = table_.name(record.name);
        e.contraction_flops = plan::cost_of(table_, record).contraction_flops;
        const plan::ordered_kernels plan = plan::order_kernels(table_, record, fusion_);
        const tensor_map tensor_of = materialised_tensors(plan);

        lifetimes lives;
        std::uint32_t used_symbols = 0;
        std::vector<bool> is_input(model_.tensors.size(), false);
        for (std::size_t s = 0; s < plan.steps.size(); ++s) {
            extracted_kernel x = extract(table_, plan, plan.steps[s]);
            call_model c;
            std::vector<std::uint32_t> symbols;
            for (const std::int32_t symbol : x.symbols) {
                symbols.push_back(static_cast<std::uint32_t>(interface_.symbol_of.at(symbol)));
                const std::uint32_t index = symbols.back() - 1;
                used_symbols |= 1u << index;
                c.operands.push_back({core::operand::kind::symbol, index});
            }
            if (generators::takes_step_values(x.spec.view())) {
                e.draws = true;
                for (std::uint32_t f = 0; f < static_cast<std::uint32_t>(core::step_field::count_); ++f)
                    c.operands.push_back({core::operand::kind::step_value, f});
            }
            const auto touch = [&](std::uint32_t tensor) {
                c.operands.push_back({core::operand::kind::tensor, tensor});
                const tensor_model &t = model_.tensors[tensor];
                if (t.what == core::role::input) is_input[tensor] = true;
                for (int i = 0; i < t.dims.rank; ++i)
                    if (t.dims[i].is_dynamic()) used_symbols |= 1u << (t.dims[i].symbol - 1);
                if (t.where != core::segment::workspace || t.what == core::role::input) return;
                auto [life, is_new] = lives.try_emplace(t.node);
                if (is_new) life->second = {tensor, {t.bytes(), static_cast<std::uint32_t>(s), 0}};
                life->second.block.last = static_cast<std::uint32_t>(s);
            };
            for (std::size_t k = 0; k < x.arguments.size(); ++k) {
                const bool overwritten =
                    std::any_of(x.spec.outputs.begin(), x.spec.outputs.end(),
                                [&](const spec_output &o) { return o.in_place == static_cast<int>(k); });
                if (!overwritten) touch(tensor_of.at(x.arguments[k]));
            }
            std::string results;
            c.result_count = x.outputs.size();
            for (const node_id root : x.outputs) {
                const bool is_update = table_[root].kind == op::assign;
                const std::uint32_t t = tensor_of.at(is_update ? table_[root].inputs[0] : root);
                e.writes_persistent = e.writes_persistent || model_.tensors[t].where == core::segment::persistent;
                touch(t);
                if (!model_.tensors[t].name.empty()) results += (results.empty() ? "" : ", ") + model_.tensors[t].name;
            }
            c.label = label_of(x.spec, results);
            c.costs = work_of(x.spec, symbols);
            c.location = lines_.of(x);
            c.lines = lines_.all_of(x);
            c.origins = std::move(x.origins);
            c.kernel = add_kernel(std::move(x.spec));
            e.calls.push_back(std::move(c));
        }
        for (std::uint32_t t = 0; t < is_input.size(); ++t)
            if (is_input[t]) e.inputs.push_back(t);
        add_results(record, tensor_of, e);
        add_index_uses(record, e);
        for (const graph::root &r : table_.samples_of(record))
            e.samples.push_back(
                {interface_.mask_of(r.symbol_mask), std::string(table_.name_of_leaf(r.node)), lines_.of(r.node)});
        e.symbol_mask = used_symbols;
        place(e, lives, static_cast<std::uint32_t>(plan.steps.size()));
        model_.entries.push_back(std::move(e));
    }

    /// Where the entry's values are: variables, results, and what lies between kernels.
    tensor_map materialised_tensors(const plan::ordered_kernels &plan) {
        tensor_map tensor_of = interface_.variable;
        const tensor_map &results = interface_.results[model_.entries.size()];
        for (node_id id = 0; id < table_.size(); ++id) {
            if (plan.fusion.materialised[id] == 0) continue;
            if (const auto result = results.find(id); result != results.end())
                tensor_of[id] = result->second;
            else if (plan.fusion.target_of[id] != graph::no_node)
                tensor_of[id] = interface_.variable.at(plan.fusion.target_of[id]);
            else
                tensor_of[id] = add_intermediate(id, plan.orders[id]);
        }
        return tensor_of;
    }

    std::uint32_t add_intermediate(node_id id, const plan::storage_order &order) {
        model_.tensors.push_back(interface_.tensor_for(table_, id, lines_));
        tensor_model &t = model_.tensors.back();
        t.dims = order.apply(t.dims);
        t.axes.assign(order.axes, order.axes + order.rank);
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

    /// Offsets of the entry's workspace; results live to its end.
    void place(entry_model &e, const lifetimes &lives, std::uint32_t steps) {
        std::vector<std::uint32_t> tensors;
        std::vector<plan::block> blocks;
        for (const auto &[node, life] : lives) {
            tensors.push_back(life.tensor);
            blocks.push_back(life.block);
            if (model_.tensors[life.tensor].what != core::role::intermediate) blocks.back().last = steps;
        }
        const plan::memory_plan placed = plan::plan_memory(blocks);
        for (std::size_t i = 0; i < tensors.size(); ++i) {
            model_.tensors[tensors[i]].offset = placed.offsets[i];
            e.lifetimes.push_back({tensors[i], blocks[i].first, std::min(blocks[i].last, steps - 1)});
        }
        e.workspace_bytes = placed.bytes;
    }

    std::size_t add_kernel(kernel_spec spec) {
        std::string text = to_text(spec);
        if (const auto found = kernel_of_.find(text); found != kernel_of_.end()) return found->second;
        kernel_model k;
        k.spec = std::move(spec);
        k.spec_text = text;
        model_.kernels.push_back(std::move(k));
        return kernel_of_[std::move(text)] = model_.kernels.size() - 1;
    }

    const graph::table_view &table_;
    const network_interface &interface_;
    const plan::fusion_options &fusion_;
    line_names lines_;
    plan_model model_;
    std::map<std::string, std::size_t> kernel_of_;
};

}  // namespace

plan_model plan_target(const graph::table_view &table, const network_interface &names,
                       const plan::fusion_options &fusion) {
    return target_planner(table, names, fusion).run();
}

}  // namespace sylvite::codegen
