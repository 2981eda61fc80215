#include <sylvite/codegen/emit.hpp>

#include <fmt/format.h>

#include <bit>
#include <cmath>

namespace sylvite::codegen {
namespace {

const char *name_of(core::role what) {
    static constexpr const char *names[] = {"input", "parameter", "state", "intermediate", "output", "metric"};
    return names[static_cast<std::size_t>(what)];
}

/// A double that reads back to the same bits.
std::string number(double value) { return std::isfinite(value) ? fmt::format("{:a}", value) : "0"; }

std::string tensor_row(const tensor_model &t) {
    std::string extents, symbols;
    for (int i = 0; i < max_rank; ++i) {
        const extent e = i < t.dims.rank ? t.dims[i] : extent{0, 0};
        extents += fmt::format("{}{}", i == 0 ? "" : ", ", e.value);
        symbols += fmt::format("{}{}", i == 0 ? "" : ", ", e.symbol);
    }
    return fmt::format("    {{{}, sylvite::dtype::{}, core::role::{}, core::segment::{}, {}, {{{}}}, {{{}}}, {},\n"
                       "     {{core::initialiser::kind::{}, {}, {}}}, {}, {}}},\n",
                       quoted(t.name), sylvite::name_of(t.type), name_of(t.what),
                       t.where == core::segment::persistent ? "persistent" : "workspace", t.dims.rank, extents, symbols,
                       t.offset, core::initialiser::names[static_cast<std::size_t>(t.init.how)], number(t.init.a),
                       number(t.init.b), quoted(t.location), t.node);
}

std::string index_use_row(const index_use_model &use) {
    std::string part;
    for (const core::index_use::range &r : use.part)
        part += fmt::format("{}{{{}, {}, {}}}", part.empty() ? "" : ", ", r.begin, r.step, r.count);
    return fmt::format("    {{{}, core::index_use::kind::{}, {}, {}, {}, {{{}}}, {}}},\n", use.tensor,
                       use.what == core::index_use::kind::label ? "label" : "position", use.gives_nan, use.range.value,
                       use.range.symbol, part, quoted(use.location));
}

/// An array, or nothing where it would be empty; the expression that views part of it.
class array_text {
  public:
    array_text(std::string type, std::string name) : type_(std::move(type)), name_(std::move(name)) {}
    void add(const std::string &row) {
        rows_ += row;
        ++count_;
    }
    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] std::string definition() const {
        return count_ == 0 ? "" : fmt::format("constexpr {} {}[] = {{\n{}}};\n\n", type_, name_, rows_);
    }
    [[nodiscard]] std::string view(std::size_t first, std::size_t last) const {
        return first == last ? "{}" : fmt::format("{{{} + {}, {}}}", name_, first, last - first);
    }
    [[nodiscard]] std::string view() const { return view(0, count_); }

  private:
    std::string type_, name_, rows_;
    std::size_t count_ = 0;
};

/// Calls and entries for one instruction set; the other tables serve all.
struct variant_text {
    variant_text(const std::string &set, const std::vector<kernel_model> &compiled, const std::string &suffix)
        : target(set), kernels(compiled), calls("core::call", "calls" + suffix),
          entries("core::entry", "entries" + suffix) {}

    const std::string &target;
    const std::vector<kernel_model> &kernels;
    array_text calls, entries;
};

}  // namespace

std::string emit_program(const program_model &model) {
    array_text tensors("core::tensor", "tensors"), operands("core::operand", "operands");
    array_text works("core::work", "works");
    array_text inputs("std::uint32_t", "inputs"), outputs("core::output", "outputs");
    array_text metrics("core::metric", "metrics"), symbols("core::symbol", "symbols");
    array_text index_uses("core::index_use", "index_uses");
    std::vector<variant_text> variants;
    variants.emplace_back(model.target, model.kernels, "");
    for (const variant_model &v : model.variants)
        variants.emplace_back(v.target, v.kernels, std::to_string(variants.size()));
    for (const tensor_model &t : model.tensors) tensors.add(tensor_row(t));
    for (const std::int64_t bound : model.symbol_bounds) symbols.add(fmt::format("    {{{}}},\n", bound));
    std::size_t calls_before = 0;
    for (const entry_model &e : model.entries) {
        const std::size_t first[] = {calls_before, inputs.count(), outputs.count(), metrics.count(),
                                     index_uses.count()};
        for (const call_model &c : e.calls) {
            for (variant_text &v : variants) {
                const kernel_model &k = v.kernels[c.kernel];
                const std::string function =
                    model.reference ? fmt::format("reference_call<{}>", calls_before) : k.function() + "_argv";
                v.calls.add(fmt::format("    {{{}, {}, {}, {}, {}, {}, {}, {}, {}, {}}},\n", function, quoted(c.label),
                                        operands.count(), c.operands.size(), k.scratch_bytes, quoted(k.short_name()),
                                        quoted(c.location), works.count(), c.costs.size(), c.result_count));
            }
            ++calls_before;
            for (const core::work &w : c.costs)
                works.add(fmt::format("    {{{}, {}, {{{}}}}},\n", w.flops, w.bytes, fmt::join(w.symbols, ", ")));
            for (const core::operand &o : c.operands)
                operands.add(fmt::format("    {{core::operand::kind::{}, {}}},\n",
                                         o.what == core::operand::kind::symbol ? "symbol" : "tensor", o.index));
        }
        for (const std::uint32_t t : e.inputs) inputs.add(fmt::format("    {},\n", t));
        for (const output_model &o : e.outputs) outputs.add(fmt::format("    {{{}, {}}},\n", quoted(o.name), o.tensor));
        for (const metric_model &m : e.metrics)
            metrics.add(
                fmt::format("    {{{}, {}, {}, {}}},\n", quoted(m.name), m.tensor, m.static_count, m.symbol_mask));
        for (const index_use_model &use : e.index_uses) index_uses.add(index_use_row(use));
        for (variant_text &v : variants)
            v.entries.add(fmt::format("    {{{}, {}, {}, {}, {}, {}, {}, {}}},\n", quoted(e.name),
                                      v.calls.view(first[0], calls_before), inputs.view(first[1], inputs.count()),
                                      outputs.view(first[2], outputs.count()), metrics.view(first[3], metrics.count()),
                                      e.symbol_mask, e.writes_persistent,
                                      index_uses.view(first[4], index_uses.count())));
    }
    std::string text = fmt::format("// The program of the network {}. Written by {}.gen; do not edit.\n"
                                   "#include <sylvite/runtime/core/program.hpp>\n",
                                   model.name, model.name);
    if (model.reference) {
        text +=
            "#include <sylvite/runtime/reference/kernel.hpp>\n\nnamespace core = sylvite::core;\n\nnamespace {\n\n" +
            emit_reference_kernels(model);
    } else {
        text += "\nnamespace core = sylvite::core;\n\nextern \"C\" {\n";
        for (const variant_text &v : variants)
            for (const kernel_model &k : v.kernels)
                text += fmt::format("int {}_argv(void **arguments);\n", k.function());
        text += "}\n\nnamespace {\n\n";
    }
    for (const array_text *a : {&tensors, &operands, &works, &inputs, &outputs, &metrics, &index_uses, &symbols})
        text += a->definition();
    for (const variant_text &v : variants) text += v.calls.definition() + v.entries.definition();
    const auto program = [&](const variant_text &v, const std::string &others) {
        return fmt::format("{{core::abi_version, {:#x}u, {}, {},\n"
                           "    {}, {}, {}, {},\n    {}, {}, {}, {}, {}, {:#x}u, {}, {}}}",
                           model.hash, quoted(model.name), quoted(v.target), tensors.view(), operands.view(),
                           symbols.view(), v.entries.view(), model.persistent_bytes, model.workspace_bytes,
                           model.scratch_bytes, model.parameter_count, quoted(model.network.name),
                           model.network.variables, works.view(), others);
    };
    array_text others("core::program", "others");
    for (std::size_t i = 1; i < variants.size(); ++i) others.add("    " + program(variants[i], "nullptr, 0") + ",\n");
    text += others.definition();
    text += fmt::format(
        "constexpr core::program code = {};\n\n}}  // namespace\n\n",
        program(variants[0], others.count() == 0 ? "nullptr, 0" : fmt::format("others, {}", others.count())));
    text += fmt::format(
        "template <>\nconst core::program &core::program_of_the_library_built_with_this_header<{:#x}u>() noexcept {{\n"
        "    return code;\n}}\n",
        model.hash);
    return text;
}

}  // namespace sylvite::codegen
