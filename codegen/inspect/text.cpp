#include <sylvite/codegen/inspect/layout.hpp>
#include <sylvite/codegen/inspect/writers.hpp>

#include <fmt/format.h>

namespace sylvite::codegen {
namespace {

std::string start_of(const core::initialiser &i) {
    switch (i.how) {
        case core::initialiser::kind::zeros:
            return "0";
        case core::initialiser::kind::constant:
            return fmt::format("{:.6g}", i.a);
        case core::initialiser::kind::uniform:
            return fmt::format("uniform {:.4g} to {:.4g}", i.a, i.b);
        case core::initialiser::kind::normal:
            return fmt::format("normal {:.4g} +- {:.4g}", i.a, i.b);
        case core::initialiser::kind::truncated_normal:
            return fmt::format("normal {:.4g} +- {:.4g}, cut", i.a, i.b);
        case core::initialiser::kind::orthogonal:
            return fmt::format("orthogonal {:.4g}", i.a);
    }
    return "";
}

class describer {
  public:
    describer(const network_report &report, const std::string &entry) : report_(report), entry_(entry) {}

    std::string run() {
        head();
        inputs();
        variables();
        for (const entry_report &e : report_.entries)
            if (is_wanted(e)) calls(e);
        kernels();
        return std::move(text_) + describe_memory(report_, entry_);
    }

  private:
    [[nodiscard]] const program_model &model() const { return report_.model(); }
    [[nodiscard]] bool is_wanted(const entry_report &e) const { return entry_.empty() || e.entry->name == entry_; }

    std::string names_of(const std::vector<std::uint32_t> &tensors) const {
        std::string text;
        for (const std::uint32_t t : tensors) text += (text.empty() ? "" : ", ") + report_.tensors[t];
        return text;
    }

    /// A line, or several broken after hyphens: instruction sets have long names.
    static std::string hyphenated(std::string rest) {
        constexpr std::size_t most = 120;
        std::string text;
        while (rest.size() > most) {
            const std::size_t hyphen = rest.rfind('-', most - 1);
            if (hyphen == std::string::npos) break;
            text += rest.substr(0, hyphen + 1) + '\n';
            rest = "      " + rest.substr(hyphen + 1);
        }
        return text + rest + '\n';
    }

    void head() {
        const std::string &its_struct = model().network.name;
        text_ += fmt::format("network {}{}\n", model().name,
                             its_struct == model().name ? "" : ", of the struct " + its_struct);
        text_ += hyphenated(fmt::format("  for {}", model().first().target));
        for (std::size_t i = 1; i < model().plans.size(); ++i)
            text_ += hyphenated(fmt::format("  and {}: not shown here", model().plans[i].target));
        text_ += fmt::format("{} parameters, {} operations, {} kernels; ", grouped(model().parameter_count),
                             report_.network->table.nodes.size(), model().first().kernels.size());
        if (report_.code)
            text_ += fmt::format("the built library has {} of code and {} of constants\n",
                                 bytes_text(report_.code->total.code), bytes_text(report_.code->total.data));
        else
            text_ += fmt::format("code size unknown, {}_generate is not built\n", model().name);
    }

    void inputs() {
        text_ += "\nINPUTS\n";
        text_table table({"name", "type and shape", ">bytes", "declared"});
        for (const tensor_model &t : model().first().tensors)
            if (t.what == core::role::input)
                table.add({t.name, type_and_shape(t.type, t.dims), bytes_text(t.bytes()), t.location});
        text_ += table.text();
    }

    void variables() {
        text_ += fmt::format("\nPARAMETERS AND STATE: {}\n", bytes_text(model().persistent_bytes));
        text_table parameters({"parameter", "type and shape", ">bytes", ">offset", "starts as", "declared"});
        text_table states({"state", "type and shape", ">bytes", ">offset", "starts as", "declared"});
        bool has_state = false;
        for (const tensor_model &t : model().first().tensors) {
            if (t.where != core::segment::persistent) continue;
            const bool is_state = t.what == core::role::state;
            has_state = has_state || is_state;
            (is_state ? states : parameters)
                .add({t.name, type_and_shape(t.type, t.dims), bytes_text(t.bytes()), std::to_string(t.offset),
                      start_of(t.init), t.location});
        }
        text_ += parameters.text() + (has_state ? states.text() : "");
    }

    void calls(const entry_report &e) {
        const std::size_t prepared = e.entry->prepared_calls;
        text_ +=
            fmt::format("\nENTRY {}: {} calls, {}, {} moved, workspace {}\n", e.entry->name, e.calls.size() - prepared,
                        flops_text(e.cost.flops), bytes_text(static_cast<std::uint64_t>(e.cost.bytes)),
                        bytes_text(e.entry->workspace_bytes));
        if (prepared != 0)
            text_ += fmt::format("  behind {} that run when what they read has changed; what they write, {}, is kept\n",
                                 prepared, bytes_text(e.entry->prepared_bytes));
        text_table table({">call", "kernel", "part", "result", ">flop", ">bytes", "lines"});
        add_calls(e.calls, table);
        text_ += table.text();
    }

    void add_calls(const std::vector<call_report> &calls, text_table &table) const {
        for (const call_report &c : calls) {
            table.add({c.number, c.kernel == nullptr ? "" : c.kernel->short_name(),
                       c.is_prepared ? "prepared" : name_of(c.part), result_of(c), count_text(c.cost.flops),
                       bytes_text(static_cast<std::uint64_t>(c.cost.bytes)), lines_text(c.call->lines)});
            table.add_below(fmt::format("{}{}{} -> {}", operations_of(c), c.reads.empty() ? "" : " of ",
                                        names_of(c.reads), names_of(c.writes)));
            add_calls(c.body, table);
        }
    }

    /// Of results of one type and shape the first one.
    [[nodiscard]] std::string result_of(const call_report &c) const {
        std::string text;
        for (const std::uint32_t t : c.writes) {
            const std::string own = type_and_shape(model().first().tensors[t].type, model().first().tensors[t].dims);
            if (text.find(own) == std::string::npos) text += (text.empty() ? "" : ", ") + own;
        }
        return text;
    }

    static std::string operations_of(const call_report &c) {
        std::string text;
        for (const auto &[name, count] : c.operations)
            text += (text.empty() ? "" : " ") + name + (count == 1 ? "" : fmt::format("*{}", count));
        if (c.loop != nullptr)
            return fmt::format("loop of {}{} steps", c.loop->count.is_dynamic() ? "up to " : "", c.loop->count.value);
        return text.empty() ? "copy" : text;
    }

    struct kernel_users {
        std::string text;                    // "train 2, 5; predict 1"
        const entry_report *last = nullptr;  // that stands in it
        bool is_wanted = false;
    };
    [[nodiscard]] std::vector<kernel_users> users_of_kernels() const {
        std::vector<kernel_users> users(model().first().kernels.size());
        for (const entry_report &e : report_.entries)
            for_each_kernel(e.calls, [&](const call_report &c) {
                kernel_users &k = users[c.call->kernel];
                k.text += k.last == &e ? ", " + c.number
                                       : fmt::format("{}{} {}", k.text.empty() ? "" : "; ", e.entry->name, c.number);
                k.last = &e;
                k.is_wanted = k.is_wanted || is_wanted(e);
            });
        return users;
    }

    void kernels() {
        text_ += "\nKERNELS\n";
        text_table table({"kernel", "family", ">scratch", ">code", "called by: schedule"});
        const std::vector<kernel_users> users = users_of_kernels();
        for (std::size_t k = 0; k < model().first().kernels.size(); ++k) {
            if (!users[k].is_wanted) continue;
            const kernel_model &kernel = model().first().kernels[k];
            table.add({kernel.short_name(), name_of(kernel.spec.kind),
                       kernel.scratch_bytes == 0 ? "" : bytes_text(kernel.scratch_bytes),
                       report_.code ? bytes_text(report_.code->kernels[k]->code) : "",
                       fmt::format("{}: {}", users[k].text, to_text(kernel.schedule))});
        }
        text_ += table.text();
        if (!report_.code) return;
        std::uint64_t all = 0;
        for (const auto &size : report_.code->kernels) all += size->code;
        text_ += fmt::format("  code of all kernels {}, of Halide's runtime {}; constants: the program's tables {}\n",
                             bytes_text(all), bytes_text(report_.code->runtime.code),
                             bytes_text(report_.code->program.data));
    }

    const network_report &report_;
    const std::string &entry_;
    std::string text_;
};

}  // namespace

std::string describe(const network_report &report, const std::string &entry) { return describer(report, entry).run(); }

}  // namespace sylvite::codegen
