#include <sylvite/codegen/emit.hpp>
#include <sylvite/codegen/emit_arrays.hpp>
#include <sylvite/codegen/emit_rows.hpp>

#include <fmt/format.h>

#include <set>

namespace sylvite::codegen {
namespace {

/// The tables of one plan: entries view parts of the other tables, so those come first.
class plan_writer {
  public:
    plan_writer(const program_model &model, const plan_model &plan, array_pool &pool)
        : model_(model), plan_(plan), pool_(pool) {}

    /// The program as an initialiser that is still open.
    std::string run() {
        for (const tensor_model &t : plan_.tensors) tensors_.add(tensor_row(t));
        for (const entry_model &e : plan_.entries) add_entry(e);
        for (const repeat_model &r : plan_.repeats) {
            bodies_.push_back(add_all(calls_, r.body, [&](const call_model &c) { return add_call(c); }));
            movings_of_.push_back(add_all(movings_, r.movings, moving_row));
        }
        array_rows symbols;
        for (const std::int64_t bound : model_.symbol_bounds) symbols.add(fmt::format("    {{.bound = {}}},\n", bound));
        std::string text = fmt::format("{{.hash = {:#x}u,\n     .name = {},\n     .target = {},\n", model_.hash,
                                       quoted(model_.name), quoted(plan_.target));
        text += member("tensors", whole("core::tensor", "tensors", tensors_));
        text += member("operands", whole("core::operand", "operands", operands_));
        text += member("symbols", whole("core::symbol", "symbols", symbols));
        text += member("entries", entries());
        text += fmt::format("     .persistent_bytes = {},\n     .workspace_bytes = {},\n     .scratch_bytes = {},\n"
                            "     .parameter_count = {},\n     .network = {},\n     .variables = {:#x}u,\n",
                            model_.persistent_bytes, plan_.workspace_bytes, plan_.scratch_bytes, model_.parameter_count,
                            quoted(model_.network.name), model_.network.variables);
        text += member("works", whole("core::work", "works", works_));
        text += member("repeats", repeats());
        return text + member("movings", whole("core::moving", "movings", movings_));
    }

  private:
    struct part {
        std::size_t first = 0, last = 0;
    };
    struct entry_parts {
        part calls, inputs, outputs, metrics, index_uses, samples;
    };

    static std::string member(const char *name, const std::string &view) {
        return view.empty() ? "" : fmt::format("     .{} = {},\n", name, view);
    }
    static std::string view(const std::string &array, part p) {
        return p.first == p.last ? "" : fmt::format("{{{} + {}, {}}}", array, p.first, p.last - p.first);
    }
    std::string whole(const char *type, const char *name, const array_rows &rows) {
        return view(pool_.define(type, name, rows), {0, rows.count()});
    }

    template <class Rows, class Text>
    static part add_all(array_rows &to, const Rows &rows, Text text) {
        const std::size_t first = to.count();
        for (const auto &r : rows) to.add(text(r));
        return {first, to.count()};
    }

    void add_entry(const entry_model &e) {
        entry_parts p;
        p.calls = add_all(calls_, e.calls, [&](const call_model &c) { return add_call(c); });
        p.inputs = add_all(inputs_, e.inputs, [](std::uint32_t t) { return fmt::format("    {},\n", t); });
        p.outputs = add_all(outputs_, e.outputs, output_row);
        p.metrics = add_all(metrics_, e.metrics, metric_row);
        p.index_uses = add_all(index_uses_, e.index_uses, index_use_row);
        p.samples = add_all(samples_, e.samples, sample_row);
        parts_.push_back(p);
    }

    std::string add_call(const call_model &c) {
        const part operands = add_all(operands_, c.operands, operand_row);
        const part works = add_all(works_, c.costs, work_row);
        if (c.what != core::call::kind::kernel) return call_row(c, operands.first, works.first);
        const kernel_model &k = plan_.kernels[c.kernel];
        const std::string function =
            model_.reference ? fmt::format("reference_call<{}>", kernel_calls_++) : k.function() + "_argv";
        return call_row(c, k, function, operands.first, works.first);
    }

    std::string repeats() {
        const std::string calls = pool_.define("core::call", "calls", calls_);
        array_rows rows;
        for (std::size_t i = 0; i < bodies_.size(); ++i) {
            const repeat_model &r = plan_.repeats[i];
            std::string text =
                fmt::format("    {{.body = {},\n     .count = {},\n     .symbol = {},\n     .backwards = {},\n",
                            view(calls, bodies_[i]), r.count.value, r.count.symbol, r.backwards);
            rows.add(text + fmt::format("     .first_moving = {},\n     .moving_count = {}}},\n", movings_of_[i].first,
                                        movings_of_[i].last - movings_of_[i].first));
        }
        return whole("core::repeat", "repeats", rows);
    }

    std::string entries() {
        const std::string calls = pool_.define("core::call", "calls", calls_);
        const std::string inputs = pool_.define("std::uint32_t", "inputs", inputs_);
        const std::string outputs = pool_.define("core::output", "outputs", outputs_);
        const std::string metrics = pool_.define("core::metric", "metrics", metrics_);
        const std::string index_uses = pool_.define("core::index_use", "index_uses", index_uses_);
        const std::string samples = pool_.define("core::sample", "samples", samples_);
        array_rows rows;
        for (std::size_t i = 0; i < parts_.size(); ++i) {
            const entry_model &e = plan_.entries[i];
            const entry_parts &p = parts_[i];
            std::string text = fmt::format("    {{.name = {},\n", quoted(e.name));
            text += member("calls", view(calls, p.calls)) + member("inputs", view(inputs, p.inputs));
            text += member("outputs", view(outputs, p.outputs)) + member("metrics", view(metrics, p.metrics));
            if (e.symbol_mask != 0) text += member("symbol_mask", fmt::format("{}", e.symbol_mask));
            if (e.writes_persistent) text += member("writes_persistent", "true");
            text += member("index_uses", view(index_uses, p.index_uses));
            if (e.draws) text += member("draws", "true");
            text += member("samples", view(samples, p.samples));
            if (e.prepared_calls != 0) text += member("prepared_calls", fmt::format("{}", e.prepared_calls));
            if (e.changes_prepared) text += member("changes_prepared", "true");
            rows.add(text + "    },\n");
        }
        return whole("core::entry", "entries", rows);
    }

    const program_model &model_;
    const plan_model &plan_;
    array_pool &pool_;
    array_rows tensors_, operands_, works_, calls_, inputs_, outputs_, metrics_, index_uses_, samples_, movings_;
    std::vector<part> bodies_, movings_of_;  // of each repeat
    std::size_t kernel_calls_ = 0;
    std::vector<entry_parts> parts_;  // of each entry
};

std::string kernel_declarations(const program_model &model) {
    std::set<std::string> functions;
    for (const plan_model &plan : model.plans)
        for (const kernel_model &k : plan.kernels) functions.insert(k.function());
    std::string text = "extern \"C\" {\n";
    for (const std::string &f : functions) text += fmt::format("int {}_argv(void **arguments);\n", f);
    return text + "}\n";
}

}  // namespace

std::string emit_program(const program_model &model) {
    array_pool pool;
    std::string program = plan_writer(model, model.first(), pool).run();
    array_rows others;
    for (std::size_t i = 1; i < model.plans.size(); ++i)
        others.add("    " + plan_writer(model, model.plans[i], pool).run() + "    },\n");
    if (others.count() != 0)
        program += fmt::format("     .others = {},\n     .other_count = {},\n",
                               pool.define("core::program", "others", others), others.count());

    std::string text = fmt::format("// The program of the network {}. Written by {}.gen; do not edit.\n"
                                   "#include <sylvite/runtime/core/program.hpp>\n",
                                   model.name, model.name);
    if (model.reference) text += "#include <sylvite/runtime/reference/kernel.hpp>\n";
    text += "\nnamespace core = sylvite::core;\n\n";
    if (!model.reference) text += kernel_declarations(model) + "\n";
    text += "namespace {\n\n";
    if (model.reference) text += emit_reference_kernels(model);
    text += pool.text();
    text += fmt::format("constexpr core::program code =\n    {}    }};\n\n}}  // namespace\n\n", program);
    return text + fmt::format("template <>\n"
                              "const core::program &core::program_of_the_library_built_with_this_header<{:#x}u>() "
                              "noexcept {{\n    return code;\n}}\n",
                              model.hash);
}

}  // namespace sylvite::codegen
