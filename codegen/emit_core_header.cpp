#include <sylvite/codegen/emit.hpp>
#include <sylvite/codegen/emit_members.hpp>

#include <sylvite/runtime/core/views_layout.hpp>

#include <fmt/format.h>

#include <bit>

namespace sylvite::codegen {
namespace {

core::views_count count_views(const program_model &model, const plan_model &plan) {
    core::views_count n;
    n.tensors = plan.tensors.size();
    n.entries = plan.entries.size();
    n.symbols = model.symbol_bounds.size();
    for (const tensor_model &t : plan.tensors) {
        n.dimensions += static_cast<std::uint64_t>(t.dims.rank);
        std::uint32_t used = 0;
        for (int i = 0; i < t.dims.rank; ++i)
            if (t.dims[i].is_dynamic()) used |= 1u << (t.dims[i].symbol - 1);
        n.symbol_users += static_cast<std::uint64_t>(std::popcount(used));
    }
    for (const entry_model &e : plan.entries)
        for (const call_model &c : e.calls) n.arguments += 1 + c.operands.size();
    return n;
}

/// Of the plan that needs the most.
core::views_count count_views(const program_model &model) {
    core::views_count most;
    for (const plan_model &plan : model.plans)
        if (const core::views_count n = count_views(model, plan);
            core::views_layout(n).bytes > core::views_layout(most).bytes)
            most = n;
    return most;
}

std::uint32_t count_inputs(const program_model &model) {
    std::uint32_t count = 0;
    for (std::uint32_t i = 0; i < model.first().tensors.size(); ++i)
        if (model.first().tensors[i].what == core::role::input) count = i + 1;
    return count;
}

/// A function of the class: runs the entry, and fills `result` where that went well.
std::string entry_function(const program_model &model, std::size_t index, names_in_use &names) {
    const entry_model &e = model.first().entries[index];
    const std::string name = names.fresh(e.name), result = names.fresh(e.name + "_result");
    const std::string to = names.unused("result"), status = names.unused("status");
    names_in_use fields;
    std::string members, values;
    for (std::size_t i = 0; i < e.metrics.size(); ++i) {
        members +=
            fmt::format("        double {} = 0;  // the mean over all values\n", fields.fresh(e.metrics[i].name));
        values += fmt::format("{}base::mean({}_entry, {})", values.empty() ? "" : ", ", name, i);
    }
    for (std::size_t i = 0; i < e.outputs.size(); ++i) {
        const tensor_model &t = model.first().tensors[e.outputs[i].tensor];
        members += fmt::format("        std::span<const {}> {};  // {}, valid until the network next runs\n",
                               element_type(t.type), fields.fresh(e.outputs[i].name), comment_of(t.dims));
        values += fmt::format("{}base::template values<{}>({})", values.empty() ? "" : ", ", element_type(t.type),
                              e.outputs[i].tensor);
    }
    const bool has_rows = e.symbol_mask != 0;
    std::string text = fmt::format("\n    static constexpr sylvite::entry_handle {}_entry{{{}}};\n", name, index);
    if (!values.empty()) text += fmt::format("    struct {} {{\n{}    }};\n", result, members);
    std::string parameters = has_rows ? "std::size_t rows" : "";
    if (!values.empty()) parameters += fmt::format("{}{} &{}", has_rows ? ", " : "", result, to);
    text += fmt::format("    [[nodiscard]] sylvite::core::status {}({}) noexcept\n", name, parameters);
    if (e.writes_persistent) text += "        requires(Where == sylvite::embedded::variables::writable)\n";
    const std::string run = fmt::format("base::run({}_entry, {})", name, has_rows ? "rows" : "0");
    if (values.empty()) return text + fmt::format("    {{\n        return {};\n    }}\n", run);
    return text + fmt::format("    {{\n        const sylvite::core::status {0} = {1};\n"
                              "        if ({0} == sylvite::core::status::ok) {2} = {{{3}}};\n"
                              "        return {0};\n    }}\n",
                              status, run, to, values);
}

}  // namespace

std::string emit_core_header(const program_model &model) {
    const core::views_count n = count_views(model);
    std::string text = fmt::format(
        "// The network {0} in static memory, on the core alone. Written by {0}.gen; do not edit.\n"
        "#pragma once\n\n#include <sylvite/runtime/core/views_layout.hpp>\n"
        "#include <sylvite/runtime/embedded/network.hpp>\n\n"
        "template <>\nconst sylvite::core::program &"
        "sylvite::core::program_of_the_library_built_with_this_header<{1:#x}u>() noexcept;\n\n"
        "inline constexpr sylvite::embedded::network_facts {0}_facts{{\n    {1:#x}u,\n"
        "    {{{2}, {3}, {4}, sylvite::core::views_layout({{.tensors = {5}, .dimensions = {6}, .arguments = {7},\n"
        "     .entries = {8}, .symbols = {9}, .symbol_users = {10}}}).bytes}},\n    {11}}};\n\n"
        "template <sylvite::embedded::variables Where = sylvite::embedded::variables::writable>\n"
        "class {0}_core : public sylvite::embedded::network<{0}_facts, Where> {{\n"
        "    using base = sylvite::embedded::network<{0}_facts, Where>;\n\n  public:\n"
        "    {0}_core() noexcept : base(sylvite::core::program_of_the_library_built_with_this_header<{1:#x}u>()) "
        "{{}}\n\n",
        model.name, model.hash, model.persistent_bytes, model.workspace_bytes(), model.scratch_bytes(), n.tensors,
        n.dimensions, n.arguments, n.entries, n.symbols, n.symbol_users, count_inputs(model));
    names_in_use names;
    for (const char *taken : {"base", "Where", "weights", "start", "message", "mean"}) (void)names.fresh(taken);
    (void)names.fresh(model.name + "_core");
    for (std::size_t i = 0; i < model.first().tensors.size(); ++i)
        text += emit_handle(model.first().tensors[i], i, names);
    for (std::size_t i = 0; i < model.first().entries.size(); ++i) text += entry_function(model, i, names);
    return text + "};\n";
}

}  // namespace sylvite::codegen
