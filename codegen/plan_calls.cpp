#include <sylvite/codegen/plan_calls.hpp>

#include <sylvite/codegen/cost.hpp>
#include <sylvite/codegen/label.hpp>

#include <algorithm>

namespace sylvite::codegen {

using graph::node_id;

void call_planner::add_calls(call_list &list, entry_uses &uses) {
    for (const plan::step &step : list.plan.steps) {
        const node_id root = list.plan.roots[step.first_root];
        if (graph::is_loop_result(list.table[root].kind))
            plan_loop(*this, list, list.plan.fusion.loops.of(root), uses);
        else
            add_kernel_call(list, step, uses);
    }
}

void call_planner::touch(call_list &list, std::uint32_t tensor, std::uint32_t call, entry_uses &uses) {
    const tensor_model &t = model_.tensors[tensor];
    if (list.is_touched.size() <= tensor) list.is_touched.resize(model_.tensors.size(), false);
    list.is_touched[tensor] = true;
    for (int i = 0; i < t.dims.rank; ++i)
        if (t.dims[i].is_dynamic()) add_symbol(uses, t.dims[i].symbol);
    if (t.where != core::segment::workspace || t.what == core::role::input || t.what == core::role::part) return;
    if (list.is_body && !list.own.contains(tensor)) return;  // it lives around the loop
    auto [life, is_new] = list.lives.try_emplace(list.is_body ? tensor : t.node);
    if (is_new) life->second = {tensor, {t.bytes(), call, 0}};
    life->second.block.last = call;
}

void call_planner::add_kernel_call(call_list &list, const plan::step &step, entry_uses &uses) {
    extracted_kernel x = extract(list.table, list.plan, step);
    call_model c;
    std::vector<std::uint32_t> symbols;
    for (const std::int32_t symbol : x.symbols) {
        const int named = interface_.symbol_of.at(symbol);
        add_symbol(uses, named);
        symbols.push_back(static_cast<std::uint32_t>(named));
        c.operands.push_back({core::operand::kind::symbol, symbols.back() - 1});
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
        const bool overwritten = std::any_of(x.spec.outputs.begin(), x.spec.outputs.end(),
                                             [&](const spec_output &o) { return o.in_place == static_cast<int>(k); });
        if (!overwritten) add(list.tensor_of.at(x.arguments[k]));
    }
    std::size_t next = 0;
    c.result_count = x.outputs.size();
    for (const node_id root : x.outputs) {
        const bool is_update = list.table[root].kind == graph::op::assign;
        const std::uint32_t t = list.tensor_of.at(is_update ? list.table[root].inputs[0] : root);
        uses.writes_persistent = uses.writes_persistent || model_.tensors[t].where == core::segment::persistent;
        x.spec.outputs[next++].is_row = unaligned_.contains(t);
        add(t);
    }
    add_call(list, std::move(c), std::move(x), symbols);
}

void call_planner::add_packing_call(call_list &list, node_id variable, std::uint32_t from, entry_uses &uses) {
    call_model c;
    for (const std::uint32_t tensor : {from, list.tensor_of.at(variable)}) {
        c.operands.push_back({core::operand::kind::tensor, tensor});
        touch(list, tensor, list.now(), uses);
    }
    c.result_count = 1;
    add_call(list, std::move(c), extract_packing(list.table, list.plan, variable), {});
}

void call_planner::add_call(call_list &list, call_model c, extracted_kernel x,
                            const std::vector<std::uint32_t> &symbols) {
    std::string results;
    for (std::size_t k = c.operands.size() - c.result_count; k < c.operands.size(); ++k)
        if (const std::string &name = model_.tensors[c.operands[k].index].name; !name.empty())
            results += (results.empty() ? "" : ", ") + name;
    c.label = label_of(x.spec, results);
    c.costs = work_of(x.spec, symbols);
    c.location = list.lines.of(x);
    c.lines = list.lines.all_of(x);
    c.origins = std::move(x.origins);
    c.kernel = add_kernel(std::move(x.spec));
    list.calls.push_back(std::move(c));
}

std::size_t call_planner::add_kernel(kernel_spec spec) {
    std::string text = to_text(spec);
    if (const auto found = kernel_of_.find(text); found != kernel_of_.end()) return found->second;
    kernel_model k;
    k.spec = std::move(spec);
    k.spec_text = text;
    model_.kernels.push_back(std::move(k));
    return kernel_of_[std::move(text)] = model_.kernels.size() - 1;
}

}  // namespace sylvite::codegen
