#include <sylvite/codegen/inspect/kernel_files.hpp>

#include <sylvite/codegen/command.hpp>
#include <sylvite/codegen/emit.hpp>
#include <sylvite/codegen/inspect/scratch_folder.hpp>

#include <fmt/format.h>

#include <stdexcept>

namespace sylvite::codegen {
namespace {

const call_report *call_with(const std::vector<call_report> &calls, const std::string &number) {
    for (const call_report &c : calls) {
        if (c.number == number) return &c;
        if (const call_report *within = call_with(c.body, number)) return within;
    }
    return nullptr;
}

const kernel_model &kernel_of_call(const network_report &report, const std::string &entry, const std::string &number) {
    for (const entry_report &e : report.entries) {
        if (e.entry->name != entry) continue;
        if (const call_report *call = call_with(e.calls, number)) {
            if (call->kernel != nullptr) return *call->kernel;
            throw std::runtime_error(
                fmt::format("call {} of entry {} is no kernel but {}", number, entry,
                            call->loop == nullptr
                                ? "a copy"
                                : fmt::format("a loop of the calls {}/1 to {}/{}", number, number, call->body.size())));
        }
        throw std::runtime_error(
            fmt::format("entry {} has calls 1 to {}, \"{}\" is none of them", entry, e.calls.size(), number));
    }
    throw std::runtime_error(fmt::format("no entry is called \"{}\"", entry));
}

}  // namespace

std::vector<const kernel_model *> find_kernels(const network_report &report, const std::string &word) {
    std::vector<const kernel_model *> found;
    if (const std::size_t colon = word.find(':'); colon != std::string::npos)
        return {&kernel_of_call(report, word.substr(0, colon), word.substr(colon + 1))};
    for (const kernel_model &k : report.model().first().kernels)
        if (word == "all" || (!word.empty() && k.hash.starts_with(word))) found.push_back(&k);
    if (found.empty())
        throw std::runtime_error(fmt::format(
            "no kernel is called \"{}\"; give the first digits of a kernel's name, ENTRY:CALL such as {}:1, or all",
            word, report.entries[0].entry->name));
    if (found.size() > 1 && word != "all")
        throw std::runtime_error(
            fmt::format("\"{}\" begins the names of {} kernels; give more digits", word, found.size()));
    return found;
}

std::vector<std::filesystem::path> write_kernel_files(const std::vector<const kernel_model *> &kernels,
                                                      kernel_file what, const std::filesystem::path &where,
                                                      const std::filesystem::path &kernel_compiler,
                                                      const std::string &target) {
    const bool is_folder = kernels.size() > 1 || !where.has_filename() || std::filesystem::is_directory(where);
    if (is_folder) std::filesystem::create_directories(where);
    const bool is_html = what == kernel_file::html;
    const scratch_folder scratch;
    std::vector<std::filesystem::path> files;
    for (const kernel_model *k : kernels) {
        // Halide tells what to write from the extension.
        const std::string made = scratch / (is_html ? "kernel.html" : "kernel.s");
        write_if_changed(scratch / "kernel.spec", k->spec_text);
        const int status = run_command({kernel_compiler.string(), "--spec", scratch / "kernel.spec", "--schedule",
                                        to_text(k->schedule), "--function", k->function(), "--target", target, "-o",
                                        scratch / "kernel.o", is_html ? "--html" : "--assembly", made});
        if (status != 0)
            throw std::runtime_error(fmt::format("the kernel compiler failed on kernel {}", k->short_name()));
        files.push_back(is_folder ? where / (k->short_name() + (is_html ? ".html" : ".s")) : where);
        scratch_folder::keep(made, files.back());
    }
    return files;
}

}  // namespace sylvite::codegen
