#include <sylvite/codegen/program_model.hpp>

#include <sylvite/codegen/cost.hpp>
#include <sylvite/codegen/index_uses.hpp>
#include <sylvite/codegen/location.hpp>
#include <sylvite/codegen/plan/cost.hpp>
#include <sylvite/codegen/plan/memory.hpp>
#include <sylvite/dsl/graph/fault.hpp>

#include <algorithm>
#include <bit>
#include <map>

namespace sylvite::codegen {
namespace {

using graph::node;
using graph::node_id;
using graph::op;

/// A few words on what a kernel computes: its heavy operation, else its last ones.
std::string label_of(const kernel_spec &spec, const std::string &result) {
    std::string text = name_of(spec.kind);
    int shown = 0;
    for (const node &n : spec.nodes) {
        const graph::op_class kind = graph::info(n.kind).kind;
        if (kind == graph::op_class::leaf || kind == graph::op_class::layout || kind == graph::op_class::contraction)
            continue;
        if (++shown > 6) {
            text += " ...";
            break;
        }
        text += std::string(" ") + graph::info(n.kind).name;
    }
    return result.empty() ? text : text + " -> " + result;
}

class modeller {
  public:
    modeller(const graph::table_view &table, const model_options &options)
        : table_(table), options_(options), lines_(table) {
        model_.name = options.name;
        model_.network = options.network;
        model_.target = options.targets.front().name;
        model_.reference = options.reference;
    }

    program_model run() {
        collect_symbols();
        add_variables();
        for (const graph::entry_record &e : table_.entries) add_entry(e);
        for (const entry_model &e : model_.entries)
            model_.workspace_bytes = std::max(model_.workspace_bytes, e.workspace_bytes);
        add_variants();
        model_.hash = program_hash();
        return std::move(model_);
    }

  private:
    void collect_symbols() {
        std::map<std::int32_t, std::int64_t> bounds;
        const auto note = [&](extent e) {
            if (!e.is_dynamic()) return;
            const auto [found, is_new] = bounds.emplace(e.symbol, e.value);
            if (!is_new && found->second != e.value)
                throw graph_error("the dynamic extent with symbol " + std::to_string(e.symbol) + " has two bounds, " +
                                  std::to_string(found->second) + " and " + std::to_string(e.value) +
                                  "; give independent extents symbols of their own, as in dynamic<64, 2>");
        };
        for (const node &n : table_.nodes) {
            for (int i = 0; i < n.dims.rank; ++i) note(n.dims[i]);
            if (n.kind == op::extent)
                note({table_.attributes(n)[1], static_cast<std::int32_t>(table_.attributes(n)[0])});
        }
        for (const auto &[symbol, bound] : bounds) {
            model_.symbol_bounds.push_back(bound);
            symbol_of_[symbol] = static_cast<std::int32_t>(model_.symbol_bounds.size());
        }
    }
    shape renumbered(shape s) const {
        for (int i = 0; i < s.rank; ++i)
            if (s[i].is_dynamic()) s[i].symbol = symbol_of_.at(s[i].symbol);
        return s;
    }
    std::uint32_t mask_of(std::uint32_t network_mask) const {
        std::uint32_t mask = 0;
        for (const auto &[from, to] : symbol_of_)
            if ((network_mask >> (from - 1) & 1u) != 0) mask |= 1u << (to - 1);
        return mask;
    }

    std::uint32_t add_tensor(tensor_model t) {
        model_.tensors.push_back(std::move(t));
        return static_cast<std::uint32_t>(model_.tensors.size() - 1);
    }

    /// Inputs, then parameters, then states, each in the order of their declaration.
    void add_variables() {
        for (const op kind : {op::input, op::parameter, op::state})
            for (node_id id = 0; id < table_.size(); ++id) {
                const node &n = table_[id];
                if (n.kind != kind) continue;
                tensor_model t;
                t.name = table_.name_of_leaf(id);
                t.type = n.type;
                t.dims = renumbered(n.dims);
                t.location = lines_.of(id);
                t.node = id;
                const auto a = table_.attributes(id);
                if (kind == op::input) {
                    t.what = core::role::input;
                    t.is_scalar_input = a[1] != 0;
                } else {
                    t.what = kind == op::parameter ? core::role::parameter : core::role::state;
                    t.where = core::segment::persistent;
                    t.offset = model_.persistent_bytes;
                    t.init = {static_cast<core::initialiser::kind>(a[1]), std::bit_cast<double>(a[2]),
                              std::bit_cast<double>(a[3])};
                    model_.persistent_bytes += plan::aligned(t.bytes());
                    if (kind == op::parameter) model_.parameter_count += static_cast<std::uint64_t>(n.dims.volume());
                }
                variable_[id] = add_tensor(std::move(t));
            }
    }

    void add_entry(const graph::entry_record &record) {
        entry_model e;
        e.name = table_.name(record.name);
        e.contraction_flops = plan::cost_of(table_, record).contraction_flops;
        const plan::ordered_kernels plan = plan::order_kernels(table_, record, options_.fusion);
        std::map<node_id, std::uint32_t> tensor_of = variable_;
        std::map<node_id, std::uint32_t> workspace;  // materialised nodes with memory of this entry alone
        add_materialised(plan, record, tensor_of, workspace);

        std::map<std::uint32_t, plan::block> lives;  // per workspace tensor
        std::uint32_t used_symbols = 0;
        std::vector<bool> is_input(model_.tensors.size(), false);
        for (std::size_t s = 0; s < plan.steps.size(); ++s) {
            extracted_kernel x = extract(table_, plan, plan.steps[s]);
            call_model c;
            std::vector<std::uint32_t> symbols;
            for (const std::int32_t symbol : x.symbols) {
                symbols.push_back(static_cast<std::uint32_t>(symbol_of_.at(symbol)));
                const std::uint32_t index = symbols.back() - 1;
                used_symbols |= 1u << index;
                c.operands.push_back({core::operand::kind::symbol, index});
            }
            const auto touch = [&](std::uint32_t tensor) {
                c.operands.push_back({core::operand::kind::tensor, tensor});
                const tensor_model &t = model_.tensors[tensor];
                if (t.what == core::role::input) is_input[tensor] = true;
                for (int i = 0; i < t.dims.rank; ++i)
                    if (t.dims[i].is_dynamic()) used_symbols |= 1u << (t.dims[i].symbol - 1);
                if (t.where != core::segment::workspace || t.what == core::role::input) return;
                auto [life, is_new] = lives.emplace(tensor, plan::block{t.bytes(), static_cast<std::uint32_t>(s), 0});
                life->second.last = static_cast<std::uint32_t>(s);
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
        e.symbol_mask = used_symbols;
        place(e, lives, static_cast<std::uint32_t>(plan.steps.size()));
        model_.entries.push_back(std::move(e));
    }

    void add_materialised(const plan::ordered_kernels &plan, const graph::entry_record &record,
                          std::map<node_id, std::uint32_t> &tensor_of, std::map<node_id, std::uint32_t> &workspace) {
        for (node_id id = 0; id < table_.size(); ++id) {
            if (plan.fusion.materialised[id] == 0) continue;
            if (plan.fusion.target_of[id] != graph::no_node) {
                tensor_of[id] = variable_.at(plan.fusion.target_of[id]);
                continue;
            }
            tensor_model t;
            t.type = table_[id].type;
            t.dims = renumbered(table_[id].dims);
            t.location = lines_.of(id);
            t.node = id;
            for (const graph::root &r : table_.roots_of(record)) {
                if (r.what == graph::root_kind::update || r.node != id) continue;
                t.what = r.what == graph::root_kind::output ? core::role::output : core::role::metric;
                t.name = table_.name(r.name);
            }
            tensor_of[id] = workspace[id] = add_tensor(std::move(t));
        }
    }

    void add_results(const graph::entry_record &record, const std::map<node_id, std::uint32_t> &tensor_of,
                     entry_model &e) const {
        for (const graph::root &r : table_.roots_of(record)) {
            if (r.what == graph::root_kind::output)
                e.outputs.push_back({std::string(table_.name(r.name)), tensor_of.at(r.node)});
            if (r.what == graph::root_kind::metric)
                e.metrics.push_back(
                    {std::string(table_.name(r.name)), tensor_of.at(r.node), r.static_count, mask_of(r.symbol_mask)});
        }
    }

    void add_index_uses(const graph::entry_record &record, entry_model &e) const {
        for (const index_use &use : index_uses_of(table_, record)) {
            const std::uint32_t tensor = variable_.at(use.input);
            if (std::ranges::find(e.inputs, tensor) == e.inputs.end()) continue;
            extent range = use.range;
            if (range.is_dynamic()) range.symbol = symbol_of_.at(range.symbol);
            e.index_uses.push_back({tensor, use.what, use.gives_nan, range, use.part, lines_.of(use.user)});
        }
    }

    /// Offsets of the entry's workspace; results live to its end.
    void place(entry_model &e, const std::map<std::uint32_t, plan::block> &lives, std::uint32_t steps) {
        std::vector<std::uint32_t> tensors;
        std::vector<plan::block> blocks;
        for (const auto &[tensor, life] : lives) {
            tensors.push_back(tensor);
            blocks.push_back(life);
            if (model_.tensors[tensor].what != core::role::intermediate) blocks.back().last = steps;
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

    /// Schedules, and with them names, for each instruction set.
    void add_variants() {
        for (std::size_t i = 1; i < options_.targets.size(); ++i)
            model_.variants.push_back({options_.targets[i].name, model_.kernels});
        schedule_for(options_.targets.front(), model_.kernels);
        for (std::size_t i = 1; i < options_.targets.size(); ++i)
            schedule_for(options_.targets[i], model_.variants[i - 1].kernels);
    }
    void schedule_for(const target_choice &target, std::vector<kernel_model> &kernels) {
        const processor cpu = describe(target.name);
        tuned_schedules tuned = target.tuned;
        for (kernel_model &k : kernels) {
            if (!options_.reference) {
                k.how = tuned.choose(k.spec, k.spec_text, cpu);
                k.scratch_bytes = generators::scratch_bytes(k.spec, k.how, cpu);
            }
            k.hash = hash_hex(k.spec_text + "\nschedule " + to_text(k.how) + "\ntarget " + target.name + "\ncompiler " +
                              options_.compiler_version + "\n");
            model_.scratch_bytes = std::max(model_.scratch_bytes, k.scratch_bytes);
        }
        model_.notes.insert(model_.notes.end(), tuned.notes().begin(), tuned.notes().end());
    }

    /// Over everything that the generated header relies on.
    std::uint64_t program_hash() const {
        std::string text = model_.name + ' ' + model_.network.name + ' ' + std::to_string(model_.network.variables) +
                           (model_.reference ? " reference\n" : "\n");
        const auto add = [&](const auto &value) { text += std::to_string(value) + ' '; };
        for (const tensor_model &t : model_.tensors) {
            text += t.name + ' ' + name_of(t.type) + ' ' + to_string(t.dims) + ' ';
            add(static_cast<int>(t.what));
            add(static_cast<int>(t.where));
            add(t.offset);
            add(static_cast<int>(t.init.how));
            add(std::bit_cast<std::uint64_t>(t.init.a));
            add(std::bit_cast<std::uint64_t>(t.init.b));
        }
        for (const entry_model &e : model_.entries) {
            text += "\n" + e.name;
            for (const call_model &c : e.calls) {
                text += "\n" + model_.kernels[c.kernel].spec_text + ' ';
                for (const core::operand &o : c.operands) {
                    add(static_cast<int>(o.what));
                    add(o.index);
                }
            }
        }
        return std::stoull(hash_hex(text).substr(0, 16), nullptr, 16);
    }

    const graph::table_view &table_;
    const model_options &options_;
    line_names lines_;
    program_model model_;
    std::map<std::int32_t, std::int32_t> symbol_of_;  // the network's symbol -> the program's, both from 1
    std::map<node_id, std::uint32_t> variable_;       // inputs, parameters, states -> tensor
    std::map<std::string, std::size_t> kernel_of_;
};

}  // namespace

program_model model_program(const graph::table_view &table, const model_options &options) {
    return modeller(table, options).run();
}

}  // namespace sylvite::codegen
