#include <sylvite/codegen/inspect/layout.hpp>
#include <sylvite/codegen/inspect/writers.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace sylvite::codegen {
namespace {

class memory_describer {
  public:
    memory_describer(const network_report &report, const std::string &entry) : report_(report), entry_(entry) {}

    std::string run() {
        for (const entry_report &e : report_.entries)
            if (entry_.empty() || e.entry->name == entry_) workspace(e);
        memory();
        return std::move(text_);
    }

  private:
    [[nodiscard]] const program_model &model() const { return report_.model(); }

    /// Which calls a tensor lives in, a character for each call or, of many calls, for several.
    static std::string bar(const lifetime &l, std::size_t calls, std::size_t width) {
        std::string text(std::min(calls, width), '.');
        const auto at = [&](std::size_t call) { return call * text.size() / calls; };
        for (std::size_t i = at(l.first); i <= at(l.last); ++i) text[i] = '#';
        return text;
    }

    void workspace(const entry_report &e) {
        text_ += fmt::format("\nWORKSPACE of {}: {}\n", e.entry->name, bytes_text(e.entry->workspace_bytes));
        if (e.entry->lifetimes.empty()) return;
        std::vector<lifetime> lives = e.entry->lifetimes;
        std::sort(lives.begin(), lives.end(), [&](const lifetime &a, const lifetime &b) {
            const std::uint64_t left = model().first().tensors[a.tensor].offset,
                                right = model().first().tensors[b.tensor].offset;
            return left != right ? left < right : a.first < b.first;
        });
        text_table table(
            {">offset", ">bytes", "tensor", "type and shape", "computed at", ">calls", "in use during calls"});
        for (const lifetime &l : lives) {
            const tensor_model &t = model().first().tensors[l.tensor];
            table.add({std::to_string(t.offset), bytes_text(t.bytes()), report_.tensors[l.tensor],
                       type_and_shape(t.type, t.dims), t.location, fmt::format("{}-{}", l.first + 1, l.last + 1),
                       bar(l, e.calls.size(), 40)});
        }
        text_ += table.text();
        text_ += fmt::format("  most in use: {}, in call {}\n", bytes_text(e.live_bytes), e.live_call + 1);
    }

    void memory() {
        const entry_report *workspace = nullptr, *scratch = nullptr;
        for (const entry_report &e : report_.entries) {
            if (workspace == nullptr || e.entry->workspace_bytes > workspace->entry->workspace_bytes) workspace = &e;
            if (scratch == nullptr || e.scratch_bytes > scratch->scratch_bytes) scratch = &e;
        }
        text_ += "\nMEMORY of an instance\n";
        text_table table({"segment", ">bytes", "decided by"});
        table.add({"parameters and state", bytes_text(model().persistent_bytes), ""});
        table.add({"workspace", bytes_text(model().first().workspace_bytes),
                   workspace == nullptr ? "" : fmt::format("entry {}", workspace->entry->name)});
        table.add({"scratch of kernels", bytes_text(model().first().scratch_bytes),
                   scratch == nullptr || scratch->scratch_bytes == 0
                       ? ""
                       : fmt::format("call {} of entry {}", scratch->scratch_call, scratch->entry->name)});
        table.add(
            {"together",
             bytes_text(model().persistent_bytes + model().first().workspace_bytes + model().first().scratch_bytes),
             ""});
        text_ += table.text();
    }

    const network_report &report_;
    const std::string &entry_;
    std::string text_;
};

}  // namespace

std::string describe_memory(const network_report &report, const std::string &entry) {
    return memory_describer(report, entry).run();
}

}  // namespace sylvite::codegen
