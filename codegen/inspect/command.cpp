#include <sylvite/codegen/inspect/command.hpp>

#include <sylvite/codegen/command.hpp>
#include <sylvite/codegen/emit.hpp>
#include <sylvite/codegen/inspect/kernel_files.hpp>
#include <sylvite/codegen/inspect/scratch_folder.hpp>
#include <sylvite/codegen/inspect/writers.hpp>

#include <argp.h>
#include <fmt/format.h>

#include <cstdio>
#include <sstream>
#include <stdexcept>

namespace sylvite::codegen {
namespace {

struct kernel_request {
    kernel_file what;
    std::string kernel, where;
};

struct arguments {
    std::string entry, dot, svg;
    bool json = false;
    std::optional<graph_detail> detail;
    std::vector<kernel_request> kernels;

    [[nodiscard]] bool only_files() const { return !dot.empty() || !svg.empty() || !kernels.empty(); }
};

enum option_key : int { key_json = 1, key_entry, key_dot, key_svg, key_detail, key_html, key_assembly };

const argp_option known_options[] = {
    {"json", key_json, nullptr, 0, "The report for programs", 0},
    {"entry", key_entry, "NAME", 0, "Of this entry only; for a graph, train where there is one, else the first", 0},
    {"dot", key_dot, "FILE", 0, "Write the entry's graph in Graphviz' language; - is standard output", 0},
    {"svg", key_svg, "FILE", 0, "Draw the entry's graph with Graphviz", 0},
    {"detail", key_detail, "WHAT", 0, "Of a graph: operations, or kernels (which is what large ones are drawn as)", 0},
    {"html", key_html, "KERNEL", 0,
     "KERNEL FILE: Halide's statement page of a kernel; KERNEL is the first digits of its name, "
     "ENTRY:CALL or all; with all, FILE is a folder",
     0},
    {"assembly", key_assembly, "KERNEL", 0, "KERNEL FILE: a kernel's assembly, as --html", 0},
    {}};

/// The argument behind that of a two-valued option.
std::string second_value(const char *option, argp_state *state) {
    if (state->next >= state->argc) {
        argp_failure(state, 2, 0, "--%s needs a kernel and a file", option);
        return {};
    }
    return state->argv[state->next++];
}

error_t read_option(int key, char *text, argp_state *state) {
    auto &a = *static_cast<arguments *>(state->input);
    switch (key) {
        case key_json:
            a.json = true;
            return 0;
        case key_entry:
            a.entry = text;
            return 0;
        case key_dot:
            a.dot = text;
            return 0;
        case key_svg:
            a.svg = text;
            return 0;
        case key_detail:
            if (std::string_view(text) == "operations")
                a.detail = graph_detail::operations;
            else if (std::string_view(text) == "kernels")
                a.detail = graph_detail::kernels;
            else
                argp_failure(state, 2, 0, "--detail: expected operations or kernels, found \"%s\"", text);
            return 0;
        case key_html:
            a.kernels.push_back({kernel_file::html, text, second_value("html", state)});
            return 0;
        case key_assembly:
            a.kernels.push_back({kernel_file::assembly, text, second_value("assembly", state)});
            return 0;
        case ARGP_KEY_ARG:
            argp_failure(state, 2, 0, "unexpected argument \"%s\"", text);
            return 0;
        default:
            return ARGP_ERR_UNKNOWN;
    }
}

plan_request request_of(const inspected_build &build) {
    plan_request wanted;
    wanted.name = build.name;
    wanted.network = build.network;
    std::istringstream in(build.entries);
    for (std::string entry; std::getline(in, entry, ',');) wanted.entries.push_back(entry);
    wanted.target = build.target;
    wanted.kernel_compiler = build.kernel_compiler;
    wanted.database = build.database;
    wanted.prepare = !build.embedded;
    return wanted;
}

/// The entry that is named; else train, else the first.
std::size_t entry_of(const network_report &report, const std::string &name) {
    std::string known;
    std::size_t train = 0;
    for (std::size_t i = 0; i < report.entries.size(); ++i) {
        const std::string &found = report.entries[i].entry->name;
        if (found == name) return i;
        if (found == "train") train = i;
        known += (known.empty() ? "" : ", ") + found;
    }
    if (!name.empty()) throw std::runtime_error("no entry is called \"" + name + "\"; this network has " + known);
    return train;
}

/// More operations than that in one drawing help nobody, and keep Graphviz busy for minutes.
constexpr std::size_t most_operations = 600;

graph_detail detail_of(const entry_report &e) {
    std::size_t operations = 0;
    for_each_kernel(e.calls, [&](const call_report &c) { operations += c.kernel->spec.nodes.size(); });
    return operations > most_operations ? graph_detail::kernels : graph_detail::operations;
}

void draw(const std::string &dot, const std::string &file) {
    const scratch_folder scratch;
    write_if_changed(scratch / "graph.dot", dot);
    int status = 0;
    try {
        status = run_command({"dot", "-Tsvg", "-o", scratch / "graph.svg", scratch / "graph.dot"});
    } catch (const std::runtime_error &) {
        throw std::runtime_error(
            "drawing needs Graphviz' program dot, which is not there: install the package graphviz, or "
            "write the graph with --dot");
    }
    if (status != 0) throw std::runtime_error(fmt::format("dot ended with exit status {}", status));
    scratch_folder::keep(scratch / "graph.svg", file);
}

void write_graphs(const network_report &report, const arguments &a) {
    const std::size_t entry = entry_of(report, a.entry);
    const std::string dot = to_dot(report, entry, a.detail.value_or(detail_of(report.entries[entry])));
    if (a.dot == "-")
        std::fputs(dot.c_str(), stdout);
    else if (!a.dot.empty())
        write_if_changed(a.dot, dot);
    if (!a.svg.empty()) draw(dot, a.svg);
    for (const std::string &file : {a.dot, a.svg})
        if (!file.empty() && file != "-")
            std::fprintf(stderr, "the graph of entry %s: %s\n", report.entries[entry].entry->name.c_str(),
                         file.c_str());
}

void run(const graph::table_view &table, const arguments &a, const inspected_build &build) {
    const planned_network network = plan_network(table, request_of(build));
    const network_report report = report_on(network, build.library);
    if (!a.entry.empty()) static_cast<void>(entry_of(report, a.entry));
    for (const kernel_request &k : a.kernels)
        for (const auto &file : write_kernel_files(find_kernels(report, k.kernel), k.what, k.where,
                                                   build.kernel_compiler, network.model.first().target))
            std::fprintf(stderr, "%s\n", file.c_str());
    if (!a.dot.empty() || !a.svg.empty()) write_graphs(report, a);
    if (a.json)
        std::fputs(to_json(report).c_str(), stdout);
    else if (!a.only_files())
        std::fputs(describe(report, a.entry).c_str(), stdout);
}

}  // namespace

int inspect(const graph::table_view &table, int argc, char **argv, const inspected_build &build) {
    arguments a;
    const std::string about =
        fmt::format("Tells what became of the network {}: its kernels, their cost, its memory.", build.name);
    const argp parser{known_options, read_option, nullptr, about.c_str(), nullptr, nullptr, nullptr};
    argp_err_exit_status = 2;
    argp_parse(&parser, argc, argv, 0, nullptr, &a);
    try {
        run(table, a, build);
        return 0;
    } catch (const std::exception &problem) {
        std::fprintf(stderr, "%s.inspect: %s\n", build.name, problem.what());
        return 1;
    }
}

}  // namespace sylvite::codegen
