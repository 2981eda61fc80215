#include <sylvite/codegen/inspect.hpp>

#include <sylvite/dsl/graph/fault.hpp>
#include <sylvite/dsl/plan/cost.hpp>

#include <fmt/format.h>

namespace sylvite::codegen {
namespace {

std::string bytes_text(std::uint64_t bytes) {
    if (bytes < 10'000) return fmt::format("{} B", bytes);
    if (bytes < 10'000'000) return fmt::format("{:.1f} kB", static_cast<double>(bytes) / 1e3);
    return fmt::format("{:.1f} MB", static_cast<double>(bytes) / 1e6);
}

std::int64_t flops_of(const kernel_spec &spec) {
    std::int64_t flops = 0;
    for (graph::node_id i = 0; i < spec.nodes.size(); ++i) {
        const plan::cost c = plan::cost_of(spec.view(), i);
        flops += c.contraction_flops + c.other_flops;
    }
    return flops;
}

std::string count_text(std::int64_t n) {
    const auto value = static_cast<double>(n);
    if (n < 10'000) return fmt::format("{}", n);
    if (n < 10'000'000) return fmt::format("{:.1f} k", value / 1e3);
    if (n < 10'000'000'000) return fmt::format("{:.1f} M", value / 1e6);
    return fmt::format("{:.1f} G", value / 1e9);
}

}  // namespace

std::string describe(const graph::table_view &table, const program_model &model) {
    std::string text = fmt::format("network {}: {} parameters, {} nodes, {} distinct kernels, target {}\n\n",
                                   model.name, model.parameter_count, table.size(), model.kernels.size(), model.target);
    text += "parameters and state\n";
    for (const tensor_model &t : model.tensors)
        if (t.where == core::segment::persistent)
            text +=
                fmt::format("  {:<28} {:<8} {:<18} {:>10}  {}\n", t.name, sylvite::name_of(t.type), to_string(t.dims),
                            bytes_text(t.bytes()), t.what == core::role::parameter ? "parameter" : "state");
    for (std::size_t i = 0; i < model.entries.size(); ++i) {
        const entry_model &e = model.entries[i];
        const plan::cost c = plan::cost_of(table, table.entries[i]);
        text += fmt::format("\nentry {}: {} kernels, {} flops in contractions, {} elsewhere, workspace {}\n", e.name,
                            e.calls.size(), count_text(c.contraction_flops), count_text(c.other_flops),
                            bytes_text(e.workspace_bytes));
        for (const call_model &call : e.calls) {
            const kernel_model &k = model.kernels[call.kernel];
            text += fmt::format("  {}  {:<18} {:>9} flops  {}\n", k.hash.substr(0, 8),
                                to_string(k.spec.nodes[k.spec.outputs[0].node].dims), count_text(flops_of(k.spec)),
                                call.label);
            if (!k.how.empty()) text += fmt::format("            {}\n", to_text(k.how));
        }
    }
    text +=
        fmt::format("\nmemory: {} persistent + {} workspace + {} scratch = {}\n", bytes_text(model.persistent_bytes),
                    bytes_text(model.workspace_bytes), bytes_text(model.scratch_bytes),
                    bytes_text(model.persistent_bytes + model.workspace_bytes + model.scratch_bytes));
    return text;
}

}  // namespace sylvite::codegen
