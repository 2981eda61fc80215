#include <sylvite/codegen/emit.hpp>

#include <fmt/format.h>

#include <limits>
#include <vector>

namespace sylvite::codegen {
namespace {

/// As a number: some operations are keywords of C++, and the enumerators of those have names of their own.
std::string op_text(graph::op kind) {
    return fmt::format("static_cast<sylvite::graph::op>({}) /* {} */", static_cast<int>(kind), graph::info(kind).name);
}

std::string shape_text(const shape &s) {
    std::string extents;
    for (int i = 0; i < s.rank; ++i)
        extents += fmt::format("{}{{{}, {}}}", i == 0 ? "" : ", ", s[i].value, s[i].symbol);
    return fmt::format("{{{{{}}}, {}}}", extents, s.rank);
}

std::string node_row(const graph::node &n) {
    std::string inputs;
    for (int i = 0; i < graph::max_inputs; ++i)
        inputs += fmt::format("{}{}", i == 0 ? "" : ", ",
                              i < n.input_count ? fmt::format("{}", n.inputs[i]) : "sylvite::graph::no_node");
    return fmt::format("    {{.kind = {}, .type = sylvite::dtype::{}, .accumulator = sylvite::dtype::{},\n"
                       "     .input_count = {}, .inputs = {{{}}}, .attributes = {{{}, {}}}, .dims = {{{}}}}},\n",
                       op_text(n.kind), sylvite::name_of(n.type), sylvite::name_of(n.accumulator), n.input_count,
                       inputs, n.attributes.first, n.attributes.count, n.dims.index);
}

/// The least number, which the bits of -0 are, has no literal of its own in C++: Clang refuses to narrow the one that
/// is one more.
std::string literal(std::int64_t a) {
    return a == std::numeric_limits<std::int64_t>::min() ? fmt::format("{} - 1", a + 1) : fmt::format("{}", a);
}

std::string kernel_tables(const kernel_spec &spec, std::size_t index) {
    std::string nodes, pool, shapes, arguments, results;
    for (const graph::node &n : spec.nodes) nodes += node_row(n);
    for (const std::int64_t a : spec.pool) pool += literal(a) + ", ";
    for (const shape &s : spec.shapes) shapes += fmt::format("{}, ", shape_text(s));
    for (const spec_argument &a : spec.arguments)
        arguments += fmt::format("    {{sylvite::dtype::{}, {}}},\n", sylvite::name_of(a.type), shape_text(a.dims));
    for (const spec_output &o : spec.outputs) results += fmt::format("{{{}, {}}}, ", o.node, o.in_place);
    std::string text = fmt::format("constexpr sylvite::graph::node nodes_{}[] = {{\n{}}};\n", index, nodes);
    if (!pool.empty()) text += fmt::format("constexpr std::int64_t pool_{}[] = {{{}}};\n", index, pool);
    text += fmt::format("constexpr sylvite::shape shapes_{}[] = {{{}}};\n", index, shapes);
    if (!arguments.empty())
        text += fmt::format("constexpr sylvite::reference::kernel::argument arguments_{}[] = {{\n{}}};\n", index,
                            arguments);
    return text +
           fmt::format("constexpr sylvite::reference::kernel::result results_{}[] = {{{}}};\n\n", index, results);
}

std::string call_row(const call_model &c, const kernel_spec &spec) {
    return fmt::format("    {{{}, {}, {{nodes_{}, {}, shapes_{}}}, {}, {}, {}, results_{}}},\n", quoted(c.label),
                       quoted(c.location), c.kernel, spec.pool.empty() ? "{}" : fmt::format("pool_{}", c.kernel),
                       c.kernel, spec.symbol_bounds.size(), generators::takes_step_values(spec.view()),
                       spec.arguments.empty() ? "{}" : fmt::format("arguments_{}", c.kernel), c.kernel);
}

}  // namespace

std::string emit_reference_kernels(const program_model &model) {
    std::string text;
    for (std::size_t i = 0; i < model.first().kernels.size(); ++i)
        text += kernel_tables(model.first().kernels[i].spec, i);
    text += "constexpr sylvite::reference::kernel reference_calls[] = {\n";
    const auto add = [&](const std::vector<call_model> &calls) {
        for (const call_model &c : calls)
            if (c.what == core::call::kind::kernel) text += call_row(c, model.first().kernels[c.kernel].spec);
    };
    for (const entry_model &e : model.first().entries) add(e.calls);
    for (const repeat_model &r : model.first().repeats) add(r.body);
    return text + "};\n"
                  "template <int N>\n"
                  "int reference_call(void **call) {\n"
                  "    return sylvite::reference::call_kernel(reference_calls[N], call);\n}\n\n";
}

}  // namespace sylvite::codegen
