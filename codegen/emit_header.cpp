#include <sylvite/codegen/emit.hpp>
#include <sylvite/codegen/emit_members.hpp>

#include <fmt/format.h>

namespace sylvite::codegen {
namespace {

std::string entry_members(const program_model &model, std::size_t index, names_in_use &names) {
    const entry_model &e = model.first().entries[index];
    const std::string data = names.unused("data"), values_of = names.unused("r");
    const std::string name = names.fresh(e.name), result = names.fresh(e.name + "_result");
    names_in_use fields;
    (void)fields.fresh("rows");
    std::string members, values;
    for (std::size_t i = 0; i < e.metrics.size(); ++i) {
        members += fmt::format("        double {};  // the mean over all values\n", fields.fresh(e.metrics[i].name));
        values += fmt::format("{}.mean({}), ", values_of, i);
    }
    for (std::size_t i = 0; i < e.outputs.size(); ++i) {
        const tensor_model &t = model.first().tensors[e.outputs[i].tensor];
        members += fmt::format("        std::span<const {}> {};  // {}, valid until the network next runs\n",
                               element_type(t.type), fields.fresh(e.outputs[i].name), comment_of(t.dims));
        values += fmt::format("{}.output<{}>({}), ", values_of, element_type(t.type), i);
    }
    // Outputs are views into the network, so a temporary network has none to give.
    const bool has_views = !e.outputs.empty();
    const std::string refused =
        !has_views ? ""
                   : fmt::format("    template <class Mistake = sylvite::network_is_gone_after_the_call, class... "
                                 "Arguments>\n    Mistake {}(Arguments &&...) && = delete;\n",
                                 name);
    return fmt::format(
        "\n    struct {1} {{\n{2}        std::size_t rows;\n    }};\n"
        "    static constexpr sylvite::entry_handle {0}_entry{{{3}}};\n"
        "    /// Of its contractions, dynamic extents at their bound; a multiplication with its addition is 2.\n"
        "    static constexpr std::int64_t {0}_flops = {5};\n"
        "    /// Over the bound inputs.\n"
        "    {1} {0}(std::size_t rows = bound_rows) {6}{{ return {0}_values(run({0}_entry, rows)); }}\n"
        "    /// Over a whole dataset, `rows` at a time (0: as many as possible).\n"
        "    {1} {0}(const sylvite::dataset &{8}, std::size_t rows = 0) {6}{{\n"
        "        return {0}_values(run({0}_entry, {8}, rows));\n    }}\n{7}"
        "    [[nodiscard]] static {1} {0}_values(const sylvite::entry_result &{9}) {{\n"
        "        return {{{4}{9}.rows()}};\n    }}\n",
        name, result, members, index, values, e.contraction_flops, has_views ? "& " : "", refused, data, values_of);
}

}  // namespace

std::string emit_header(const program_model &model) {
    names_in_use names;
    (void)names.fresh(model.name);
    std::string handles;
    for (std::size_t i = 0; i < model.first().tensors.size(); ++i)
        handles += emit_handle(model.first().tensors[i], i, names);
    std::string text = fmt::format(
        "// The network {0}: what a program includes. Written by {0}.gen; do not edit.\n"
        "#pragma once\n\n#include <sylvite/runtime/instance.hpp>\n\n"
        "template <>\nconst sylvite::core::program &"
        "sylvite::core::program_of_the_library_built_with_this_header<{1:#x}u>() noexcept;\n\n"
        "class {0} : public sylvite::instance {{\n  public:\n"
        "    explicit {0}(sylvite::options {4} = {{}})\n"
        "        : instance(sylvite::core::program_of_the_library_built_with_this_header<{1:#x}u>(), {4}) {{}}\n"
        "    /// Shares parameters and state, read-only.\n"
        "    {0}(const {0} &{5}, sylvite::options {4})\n"
        "        : instance({5}, {4}) {{}}\n\n"
        "    static constexpr std::size_t parameter_count = {2};\n"
        "    /// Parameters, state, activations and the kernels' scratch, in bytes.\n"
        "    static constexpr std::size_t peak_bytes = {3};\n\n{6}",
        model.name, model.hash, model.parameter_count,
        model.persistent_bytes + model.workspace_bytes() + model.scratch_bytes(), names.unused("wanted"),
        names.unused("share_weights_with"), handles);
    for (std::size_t i = 0; i < model.first().entries.size(); ++i) text += entry_members(model, i, names);
    return text + "};\n";
}

}  // namespace sylvite::codegen
