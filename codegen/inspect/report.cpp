#include <sylvite/codegen/inspect/report.hpp>

#include <sylvite/codegen/plan/memory.hpp>

#include <algorithm>

namespace sylvite::codegen {
namespace {

void add_operation(call_report &c, const graph::node &n) {
    const graph::op_info &what = graph::info(n.kind);
    const bool is_silent = what.kind == graph::op_class::leaf && n.kind != graph::op::random;
    if (is_silent || what.kind == graph::op_class::layout) return;
    for (auto &[name, count] : c.operations)
        if (name == what.name) {
            ++count;
            return;
        }
    c.operations.emplace_back(what.name, 1);
}

/// A loop, or what sets a carry to its start: one call, whatever is in it.
call_report report_on_loop(const program_model &model, const call_model &call) {
    static const kernel_model none;
    call_report c;
    c.call = &call;
    c.kernel = &none;
    c.cost = core::evaluate(call.costs, [&](std::uint8_t symbol) { return model.symbol_bounds[symbol - 1U]; });
    for (const core::operand &o : call.operands) c.reads.push_back(o.index);
    c.writes.assign(c.reads.end() - static_cast<std::ptrdiff_t>(call.result_count), c.reads.end());
    c.reads.resize(c.reads.size() - call.result_count);
    return c;
}

call_report report_on_call(const program_model &model, const call_model &call, const std::vector<pass> &passes) {
    call_report c;
    c.call = &call;
    if (call.what != core::call::kind::kernel) return report_on_loop(model, call);
    c.kernel = &model.first().kernels[call.kernel];
    const kernel_spec &spec = c.kernel->spec;
    for (const graph::node &n : spec.nodes) add_operation(c, n);
    c.part = passes[call.origins[spec.outputs[0].node]];
    c.cost = core::evaluate(call.costs, [&](std::uint8_t symbol) { return model.symbol_bounds[symbol - 1U]; });

    std::vector<std::uint32_t> tensors;
    for (const core::operand &o : call.operands)
        if (o.what == core::operand::kind::tensor) tensors.push_back(o.index);
    c.writes.assign(tensors.end() - static_cast<std::ptrdiff_t>(spec.outputs.size()), tensors.end());
    std::size_t next = 0;
    for (std::size_t k = 0; k < spec.arguments.size(); ++k) {
        const auto updated = std::find_if(spec.outputs.begin(), spec.outputs.end(),
                                          [&](const spec_output &o) { return o.in_place == static_cast<int>(k); });
        c.arguments.push_back(updated == spec.outputs.end()
                                  ? tensors[next++]
                                  : c.writes[static_cast<std::size_t>(updated - spec.outputs.begin())]);
    }
    c.reads = c.arguments;
    return c;
}

/// What begins and ends to be in use at each call, then summed over the calls.
void find_most_in_use(const program_model &model, entry_report &e) {
    std::vector<std::uint64_t> begins(e.calls.size(), 0), ends(e.calls.size(), 0);
    for (const lifetime &l : e.entry->lifetimes) {
        const std::uint64_t bytes = plan::aligned(model.first().tensors[l.tensor].bytes());
        begins[l.first] += bytes;
        ends[l.last] += bytes;
    }
    std::uint64_t live = 0;
    for (std::size_t call = 0; call < e.calls.size(); ++call) {
        live += begins[call];
        if (live > e.live_bytes) {
            e.live_bytes = live;
            e.live_call = call;
        }
        live -= ends[call];
    }
}

entry_report report_on_entry(const planned_network &network, std::size_t index) {
    const graph::table_view table = network.table.view();
    entry_report e;
    e.entry = &network.model.first().entries[index];
    const std::vector<pass> passes = passes_of(table, table.entries[index]);
    for (const call_model &call : e.entry->calls) {
        e.calls.push_back(report_on_call(network.model, call, passes));
        e.cost.flops += e.calls.back().cost.flops;
        e.cost.bytes += e.calls.back().cost.bytes;
        if (const std::uint64_t bytes = e.calls.back().kernel->scratch_bytes; bytes > e.scratch_bytes) {
            e.scratch_bytes = bytes;
            e.scratch_call = e.calls.size() - 1;
        }
    }
    find_most_in_use(network.model, e);
    return e;
}

std::optional<code_report> report_on_code(const program_model &model, const std::filesystem::path &library) {
    const auto sizes = sizes_of_library(library);
    if (!sizes) return std::nullopt;
    code_report code;
    const auto find = [&](const std::string &name) -> std::optional<object_size> {
        const auto found = sizes->find(name);
        return found == sizes->end() ? std::nullopt : std::optional(found->second);
    };
    for (const kernel_model &k : model.first().kernels) {
        code.kernels.push_back(find(k.hash + ".o"));
        if (!code.kernels.back()) return std::nullopt;  // another build's library
    }
    code.program = find(model.name + ".program.cpp.o").value_or(object_size{});
    for (const auto &[name, size] : *sizes) {
        if (name.starts_with("runtime_")) code.runtime = size;
        code.total.code += size.code;
        code.total.data += size.data;
    }
    return code;
}

}  // namespace

network_report report_on(const planned_network &network, const std::filesystem::path &library) {
    network_report r;
    r.network = &network;
    for (const tensor_model &t : network.model.first().tensors) r.tensors.push_back(t.name);
    for (std::size_t i = 0; i < network.model.first().entries.size(); ++i) {
        r.entries.push_back(report_on_entry(network, i));
        for (std::size_t call = 0; call < r.entries[i].calls.size(); ++call) {
            const std::vector<std::uint32_t> &writes = r.entries[i].calls[call].writes;
            const std::string name = "#" + std::to_string(call + 1);
            for (std::size_t k = 0; k < writes.size(); ++k)
                if (std::string &own = r.tensors[writes[k]]; own.empty())
                    own = writes.size() == 1 ? name : name + '.' + std::to_string(k + 1);
        }
    }
    r.code = report_on_code(network.model, library);
    return r;
}

}  // namespace sylvite::codegen
