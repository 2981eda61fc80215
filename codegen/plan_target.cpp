#include <sylvite/codegen/plan_target.hpp>

#include <sylvite/codegen/cost.hpp>
#include <sylvite/codegen/index_uses.hpp>
#include <sylvite/codegen/label.hpp>
#include <sylvite/codegen/loop_body.hpp>
#include <sylvite/codegen/plan/cost.hpp>
#include <sylvite/codegen/plan/memory.hpp>

#include <sylvite/dsl/graph/graph_error.hpp>

#include <algorithm>
#include <map>
#include <set>

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
    // Of workspace tensors, in the order of the network's nodes, in a loop's body of the tensors.
    using lifetimes = std::map<node_id, occupant>;
    struct placed_tensor {
        std::uint32_t tensor = 0;
        std::uint64_t offset = 0;
    };
    /// Tensors with places of their own within one block: those of a loop's body.
    struct compound {
        std::vector<placed_tensor> tensors;
        plan::block block = {};
    };

    /// A list of calls that is planned: an entry's, or those of a loop's body.
    struct call_list {
        const graph::table_view &table;
        const plan::ordered_kernels &plan;
        const line_names &lines;
        const tensor_map &tensor_of;
        std::vector<call_model> calls = {};
        lifetimes lives = {};
        std::vector<compound> compounds = {};
        std::vector<bool> is_touched = {};  // per tensor, those of loops within included
        bool is_body = false;
        std::set<std::uint32_t> own = {};  // of a body: the tensors that live within a step

        [[nodiscard]] std::uint32_t now() const { return static_cast<std::uint32_t>(calls.size()); }
    };
    /// What an entry's calls use, those in loops included.
    struct entry_uses {
        std::uint32_t symbols = 0;
        bool draws = false, writes_persistent = false;
    };

    void add_entry(const graph::entry_record &record) {
        entry_model e;
        e.name = table_.name(record.name);
        e.contraction_flops = plan::cost_of(table_, record).contraction_flops;
        const plan::ordered_kernels plan = plan::order_kernels(table_, record, fusion_);
        const tensor_map tensor_of = materialised_tensors(plan);
        call_list list{table_, plan, lines_, tensor_of};
        entry_uses uses;
        add_calls(list, uses);
        e.calls = std::move(list.calls);
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

    void add_calls(call_list &list, entry_uses &uses) {
        for (const plan::step &step : list.plan.steps) {
            const node_id root = list.plan.roots[step.first_root];
            if (graph::is_loop_result(list.table[root].kind))
                add_loop(list, list.plan.fusion.loops.of(root), uses);
            else
                add_kernel_call(list, step, uses);
        }
    }

    /// The tensor is in use from this call on, or still.
    void touch(call_list &list, std::uint32_t tensor, std::uint32_t call, entry_uses &uses) {
        const tensor_model &t = model_.tensors[tensor];
        if (list.is_touched.size() <= tensor) list.is_touched.resize(model_.tensors.size(), false);
        list.is_touched[tensor] = true;
        for (int i = 0; i < t.dims.rank; ++i)
            if (t.dims[i].is_dynamic()) uses.symbols |= 1u << (t.dims[i].symbol - 1);
        if (t.where != core::segment::workspace || t.what == core::role::input || t.what == core::role::part) return;
        if (list.is_body && !list.own.contains(tensor)) return;  // it lives around the loop
        auto [life, is_new] = list.lives.try_emplace(list.is_body ? tensor : t.node);
        if (is_new) life->second = {tensor, {t.bytes(), call, 0}};
        life->second.block.last = call;
    }

    void add_kernel_call(call_list &list, const plan::step &step, entry_uses &uses) {
        extracted_kernel x = extract(list.table, list.plan, step);
        call_model c;
        std::vector<std::uint32_t> symbols;
        for (const std::int32_t symbol : x.symbols) {
            symbols.push_back(static_cast<std::uint32_t>(interface_.symbol_of.at(symbol)));
            const std::uint32_t index = symbols.back() - 1;
            uses.symbols |= 1u << index;
            c.operands.push_back({core::operand::kind::symbol, index});
        }
        if (generators::takes_step_values(x.spec.view())) {
            uses.draws = true;
            for (std::uint32_t f = 0; f < static_cast<std::uint32_t>(core::step_field::count_); ++f)
                c.operands.push_back({core::operand::kind::step_value, f});
        }
        const auto add = [&](std::uint32_t tensor) {
            c.operands.push_back({core::operand::kind::tensor, tensor});
            touch(list, tensor, list.now(), uses);
        };
        for (std::size_t k = 0; k < x.arguments.size(); ++k) {
            const bool overwritten =
                std::any_of(x.spec.outputs.begin(), x.spec.outputs.end(),
                            [&](const spec_output &o) { return o.in_place == static_cast<int>(k); });
            if (!overwritten) add(list.tensor_of.at(x.arguments[k]));
        }
        std::string results;
        std::size_t next = 0;
        c.result_count = x.outputs.size();
        for (const node_id root : x.outputs) {
            const bool is_update = list.table[root].kind == op::assign;
            const std::uint32_t t = list.tensor_of.at(is_update ? list.table[root].inputs[0] : root);
            uses.writes_persistent = uses.writes_persistent || model_.tensors[t].where == core::segment::persistent;
            x.spec.outputs[next++].is_row = unaligned_.contains(t);
            add(t);
            if (!model_.tensors[t].name.empty()) results += (results.empty() ? "" : ", ") + model_.tensors[t].name;
        }
        c.label = label_of(x.spec, results);
        c.costs = work_of(x.spec, symbols);
        c.location = list.lines.of(x);
        c.lines = list.lines.all_of(x);
        c.origins = std::move(x.origins);
        c.kernel = add_kernel(std::move(x.spec));
        list.calls.push_back(std::move(c));
    }

    // loops

    std::uint32_t add_body_tensor(tensor_model t) {
        t.node = 0;  // the body's table is not the network's
        model_.tensors.push_back(std::move(t));
        return static_cast<std::uint32_t>(model_.tensors.size() - 1);
    }

    /// Row t of a tensor: what a repeat moves.
    std::uint32_t add_row(const graph::table_view &body, node_id node, std::uint32_t of, repeat_model &r,
                          const line_names &lines) {
        tensor_model t = interface_.tensor_for(body, node, lines);
        t.what = core::role::part;
        core::moving m;
        m.of = of;
        m.stride = sylvite::size_of(t.type);
        int symbols = 0;
        for (int i = 0; i < t.dims.rank; ++i) {
            if (!t.dims[i].is_dynamic())
                m.stride *= static_cast<std::uint64_t>(t.dims[i].value);
            else if (symbols == std::ssize(m.symbols))
                throw graph_error("the rows of a loop's sequence have more than two extents that change at run time");
            else
                m.symbols[symbols++] = static_cast<std::uint8_t>(t.dims[i].symbol);
        }
        m.tensor = add_body_tensor(std::move(t));
        if (m.stride % plan::block_alignment != 0 || unaligned_.contains(of)) unaligned_.insert(m.tensor);
        r.movings.push_back(m);
        return m.tensor;
    }

    /// Carries are set to their starts, then the body is repeated.
    void add_loop(call_list &list, const plan::table_loop &loop, entry_uses &uses) {
        loop_body body = body_of(list.table, list.plan.fusion.loops, loop);
        const graph::table_view table = body.table.view();
        const line_names lines(table);
        const std::uint32_t first_call = list.now();
        repeat_model r;
        r.count = body.count;
        r.backwards = body.backwards;
        if (r.count.is_dynamic()) {
            r.count.symbol = interface_.symbol_of.at(r.count.symbol);
            uses.symbols |= 1u << (r.count.symbol - 1);
        }
        tensor_map tensor_of;
        compound own;
        std::vector<std::uint32_t> read, written;
        for (const loop_body::link &l : body.reads) tensor_of[l.inside] = list.tensor_of.at(l.outside);
        for (const loop_body::link &l : body.elements)
            tensor_of[l.inside] = add_row(table, l.inside, list.tensor_of.at(l.outside), r, lines);
        for (const loop_body::link &l : body.rows) {
            written.push_back(list.tensor_of.at(l.outside));
            tensor_of[l.inside] = add_row(table, l.inside, written.back(), r, lines);
        }
        for (const loop_body::link &l : body.carries) {
            std::uint32_t tensor = 0;
            bool is_result = false;
            for (const node_id result : loop.results)
                if (list.table[result].kind == op::last && list.table[result].inputs[1] == l.outside) {
                    tensor = list.tensor_of.at(result);
                    is_result = true;
                }
            if (!is_result) {
                tensor = add_body_tensor(interface_.tensor_for(table, l.inside, lines));
                own.tensors.push_back({tensor, own.block.bytes});
                own.block.bytes += plan::aligned(model_.tensors[tensor].bytes());
            }
            tensor_of[l.inside] = tensor;
            written.push_back(tensor);
            call_model copy;
            copy.what = core::call::kind::copy;
            copy.label = "start of a carry";
            const std::uint32_t start = list.tensor_of.at(list.table[l.outside].inputs[0]);
            copy.operands = {{core::operand::kind::tensor, start}, {core::operand::kind::tensor, tensor}};
            copy.result_count = 1;
            copy.location = lines.of(l.inside);
            touch(list, start, list.now(), uses);
            if (is_result) touch(list, tensor, first_call, uses);
            uses.writes_persistent =
                uses.writes_persistent || model_.tensors[tensor].where == core::segment::persistent;
            list.calls.push_back(std::move(copy));
        }

        const plan::ordered_kernels plan = plan::order_kernels(table, table.entries[0], fusion_);
        call_list inner{table, plan, lines, tensor_of};
        inner.is_body = true;
        for (node_id id = 0; id < table.size(); ++id) {
            if (plan.fusion.materialised[id] == 0 || tensor_of.contains(id)) continue;
            if (const node_id target = plan.fusion.target_of[id]; target != graph::no_node) {
                tensor_of[id] = tensor_of.at(target);
                continue;
            }
            tensor_model t = interface_.tensor_for(table, id, lines);
            t.dims = plan.orders[id].apply(t.dims);
            t.axes.assign(plan.orders[id].axes, plan.orders[id].axes + plan.orders[id].rank);
            tensor_of[id] = add_body_tensor(std::move(t));
            inner.own.insert(tensor_of[id]);
        }
        add_calls(inner, uses);
        r.body = std::move(inner.calls);

        // memory of one step, shared by all
        place_within(inner, own);
        for (std::uint32_t t = 0; t < inner.is_touched.size(); ++t) {
            if (!inner.is_touched[t] || is_own(t, own, r)) continue;
            if (std::ranges::find(written, t) == written.end()) read.push_back(t);
        }
        for (const core::moving &m : r.movings)
            if (std::ranges::find(written, m.of) == written.end() && std::ranges::find(read, m.of) == read.end())
                read.push_back(m.of);
        call_model c;
        c.what = core::call::kind::repeat;
        c.label = "loop";
        c.location = lines.of(table.roots[0].node);
        for (const auto *tensors : {&read, &written})
            for (const std::uint32_t t : *tensors) {
                c.operands.push_back({core::operand::kind::tensor, t});
                if (!is_own(t, own, r)) touch(list, t, list.now(), uses);
            }
        c.result_count = written.size();
        for (const call_model &b : r.body)
            for (const core::work &w : b.costs) c.costs.push_back(repeated(w, r.count));
        own.block.first = first_call;
        own.block.last = list.now();
        if (own.block.bytes != 0) list.compounds.push_back(std::move(own));
        model_.repeats.push_back(std::move(r));
        c.kernel = model_.repeats.size() - 1;
        list.calls.push_back(std::move(c));
    }
    static bool is_own(std::uint32_t tensor, const compound &own, const repeat_model &r) {
        const auto moves = [&](const core::moving &m) { return m.tensor == tensor; };
        return std::ranges::find(own.tensors, tensor, &placed_tensor::tensor) != own.tensors.end() ||
               std::ranges::any_of(r.movings, moves);
    }
    static core::work repeated(core::work w, const extent &count) {
        if (count.is_dynamic())
            for (std::uint8_t &s : w.symbols)
                if (s == 0) {
                    s = static_cast<std::uint8_t>(count.symbol);
                    std::ranges::sort(w.symbols, [](auto a, auto b) { return b == 0 ? a != 0 : a != 0 && a < b; });
                    return w;
                }
        w.flops *= count.value;
        w.bytes *= count.value;
        return w;
    }

    /// Offsets of a body's workspace, behind those that the compound has already.
    void place_within(const call_list &list, compound &into) {
        std::vector<plan::block> blocks;
        for (const auto &[node, life] : list.lives) blocks.push_back(life.block);
        for (const compound &c : list.compounds) blocks.push_back(c.block);
        const plan::memory_plan placed = plan::plan_memory(blocks);
        std::size_t i = 0;
        for (const auto &[node, life] : list.lives)
            into.tensors.push_back({life.tensor, into.block.bytes + placed.offsets[i++]});
        for (const compound &c : list.compounds) {
            for (const placed_tensor &t : c.tensors)
                into.tensors.push_back({t.tensor, into.block.bytes + placed.offsets[i] + t.offset});
            ++i;
        }
        into.block.bytes += plan::aligned(placed.bytes);
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
    void place(entry_model &e, const call_list &list, std::uint32_t calls) {
        std::vector<std::uint32_t> tensors;
        std::vector<plan::block> blocks;
        for (const auto &[node, life] : list.lives) {
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
    std::set<std::uint32_t> unaligned_;  // rows of tensors that do not begin at multiples of 64 bytes
    std::map<std::string, std::size_t> kernel_of_;
};

}  // namespace

plan_model plan_target(const graph::table_view &table, const network_interface &names,
                       const plan::fusion_options &fusion) {
    return target_planner(table, names, fusion).run();
}

}  // namespace sylvite::codegen
