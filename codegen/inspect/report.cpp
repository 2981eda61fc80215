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

/// Calls of an entry and of the loops in it.
class call_reporter {
  public:
    call_reporter(const program_model &model, const std::vector<pass> &passes) : model_(model), passes_(passes) {}

    call_report of_entry(const call_model &call, std::string number) const {
        return report(call, std::move(number), passes_[origin_of(call)]);
    }

  private:
    /// The node that a call is about.
    graph::node_id origin_of(const call_model &call) const {
        if (call.what != core::call::kind::kernel) return call.origins[0];
        return call.origins[model_.first().kernels[call.kernel].spec.outputs[0].node];
    }

    call_report report(const call_model &call, std::string number, pass part) const {
        call_report c;
        c.call = &call;
        c.number = std::move(number);
        c.part = part;
        c.cost = core::evaluate(call.costs, [&](std::uint8_t symbol) { return model_.symbol_bounds[symbol - 1U]; });
        std::vector<std::uint32_t> tensors;
        for (const core::operand &o : call.operands)
            if (o.what == core::operand::kind::tensor) tensors.push_back(o.index);
        c.writes.assign(tensors.end() - static_cast<std::ptrdiff_t>(call.result_count), tensors.end());
        tensors.resize(tensors.size() - call.result_count);
        if (call.what == core::call::kind::kernel)
            add_kernel(c, tensors);
        else
            c.reads = tensors;
        if (call.what == core::call::kind::repeat) add_body(c);
        return c;
    }

    void add_kernel(call_report &c, const std::vector<std::uint32_t> &tensors) const {
        c.kernel = &model_.first().kernels[c.call->kernel];
        const kernel_spec &spec = c.kernel->spec;
        for (const graph::node &n : spec.nodes) add_operation(c, n);
        std::size_t next = 0;
        for (std::size_t k = 0; k < spec.arguments.size(); ++k) {
            const auto updated = std::find_if(spec.outputs.begin(), spec.outputs.end(),
                                              [&](const spec_output &o) { return o.in_place == static_cast<int>(k); });
            c.arguments.push_back(updated == spec.outputs.end()
                                      ? tensors[next++]
                                      : c.writes[static_cast<std::size_t>(updated - spec.outputs.begin())]);
        }
        c.reads = c.arguments;
    }

    void add_body(call_report &c) const {
        c.loop = &model_.first().repeats[c.call->kernel];
        for (const call_model &call : c.loop->body)
            c.body.push_back(report(call, c.number + '/' + std::to_string(c.body.size() + 1), c.part));
    }

    const program_model &model_;
    const std::vector<pass> &passes_;
};

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
    const call_reporter reporter(network.model, passes);
    for (const call_model &call : e.entry->calls) {
        e.calls.push_back(reporter.of_entry(call, std::to_string(e.calls.size() + 1)));
        e.calls.back().is_prepared = e.calls.size() <= e.entry->prepared_calls;
        if (e.calls.back().is_prepared) continue;
        e.cost.flops += e.calls.back().cost.flops;
        e.cost.bytes += e.calls.back().cost.bytes;
    }
    for_each_kernel(e.calls, [&](const call_report &c) {
        if (c.kernel->scratch_bytes <= e.scratch_bytes) return;
        e.scratch_bytes = c.kernel->scratch_bytes;
        e.scratch_call = c.number;
    });
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

void name_results_of(const call_report &c, std::vector<std::string> &names) {
    for (std::size_t k = 0; k < c.writes.size(); ++k)
        if (std::string &own = names[c.writes[k]]; own.empty())
            own = '#' + c.number + (c.writes.size() == 1 ? "" : '.' + std::to_string(k + 1));
}

/// Results by their calls, a loop's rows by the tensors that they are rows of.
void name_results(const std::vector<call_report> &calls, std::vector<std::string> &names) {
    for (const call_report &c : calls) {
        name_results_of(c, names);
        if (c.loop == nullptr) continue;
        for (const core::moving &m : c.loop->movings) names[m.tensor] = names[m.of] + "[t]";
        name_results(c.body, names);
    }
}

}  // namespace

network_report report_on(const planned_network &network, const std::filesystem::path &library) {
    network_report r;
    r.network = &network;
    for (const tensor_model &t : network.model.first().tensors) r.tensors.push_back(t.name);
    for (std::size_t i = 0; i < network.model.first().entries.size(); ++i) {
        r.entries.push_back(report_on_entry(network, i));
        name_results(r.entries[i].calls, r.tensors);
    }
    r.code = report_on_code(network.model, library);
    return r;
}

}  // namespace sylvite::codegen
