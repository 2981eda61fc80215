#include <sylvite/codegen/plan_network.hpp>

#include <sylvite/codegen/command.hpp>
#include <sylvite/codegen/lists.hpp>
#include <sylvite/dsl/graph/compact.hpp>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace sylvite::codegen {
namespace {

/// "host" becomes the name of this machine's instruction set; features behind it stay.
target_choice resolve_target(const std::string &target, const plan_request &wanted) {
    if (wanted.reference) return {.name = target};
    const bool is_host = target == "host" || target.starts_with("host-");
    target_choice choice{.name = target};
    if (is_host) choice.name = output_of_command({wanted.kernel_compiler, "--host-target"}) + target.substr(4);
    if (!wanted.database.empty()) choice.tuned = tuned_schedules(wanted.database, choice.name, is_host);
    return choice;
}

/// Names between commas, each once. Loops of the interpreter are the same for all: one is enough.
std::vector<target_choice> resolve_targets(const plan_request &wanted) {
    std::vector<target_choice> targets;
    for (const std::string &name : words_of(wanted.target, ',')) {
        if (wanted.reference && !targets.empty()) break;
        target_choice choice = resolve_target(name, wanted);
        const bool is_there =
            std::any_of(targets.begin(), targets.end(), [&](const target_choice &t) { return t.name == choice.name; });
        if (!is_there) targets.push_back(std::move(choice));
    }
    if (targets.empty())
        throw std::runtime_error("--target: expected an instruction set, found \"" + wanted.target + '"');
    return targets;
}

graph::table keep_entries(const graph::table_view &table, const std::vector<std::string> &wanted) {
    std::string known;
    for (const graph::entry_record &e : table.entries)
        known += (known.empty() ? "" : ", ") + std::string(table.name(e.name));
    std::vector<std::string_view> names;
    for (const std::string &w : wanted) {
        const bool exists = std::any_of(table.entries.begin(), table.entries.end(),
                                        [&](const graph::entry_record &e) { return table.name(e.name) == w; });
        if (!exists) throw std::runtime_error("no entry is called \"" + w + "\"; this network has " + known);
        names.emplace_back(w);
    }
    return graph::compact(table, names);
}

}  // namespace

std::string read_file(const std::filesystem::path &file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) throw std::runtime_error("cannot read " + file.string());
    return text.str();
}

planned_network plan_network(const graph::table_view &table, const plan_request &wanted) {
    if (wanted.kernel_compiler.empty() && !wanted.reference) throw std::runtime_error("--kernel-compiler is needed");
    if (table.entries.empty())
        throw std::runtime_error("the network " + wanted.network +
                                 " declares no entry, so it has nothing to run: its call operator needs one, such as "
                                 "net.entry(\"predict\", output(\"y\", y))");
    planned_network planned;
    planned.table = keep_entries(table, wanted.entries);
    model_options options;
    options.name = wanted.name;
    options.network = identify(table, wanted.network);
    options.reference = wanted.reference;
    options.targets = resolve_targets(wanted);
    if (!wanted.reference) options.compiler_version = hash_hex(read_file(wanted.kernel_compiler));
    for (target_choice &t : options.targets) {
        t.fusion.fuse = wanted.fuse && !wanted.reference;  // of a reference build each operation has a tensor
        t.fusion.prepare = t.fusion.fuse && wanted.prepare;
    }
    planned.model = model_program(planned.table.view(), options);
    return planned;
}

}  // namespace sylvite::codegen
