#include <sylvite/codegen/driver.hpp>

#include <sylvite/codegen/command.hpp>
#include <sylvite/codegen/emit.hpp>
#include <sylvite/codegen/inspect.hpp>

#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

namespace sylvite::codegen {
namespace {

struct arguments {
    std::string output_directory, kernel_compiler, cache, target = "host", ninja = "ninja", cxx = "c++", header_name;
    std::vector<std::string> entries, includes, cxx_flags;
    bool inspect = false, no_fusion = false;
};

std::string read_file(const std::filesystem::path &file) {
    std::ifstream in(file, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    if (!in) throw std::runtime_error("cannot read " + file.string());
    return text.str();
}

/// "host" becomes the name of this machine's instruction set; features behind it stay.
std::string resolve_target(const arguments &a) {
    if (a.target != "host" && !a.target.starts_with("host-")) return a.target;
    return output_of_command({a.kernel_compiler, "--host-target"}) + a.target.substr(4);
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

/// The text by which two kernels of one hash would be told apart; kept beside the object.
void write_specs(const program_model &model, const std::filesystem::path &cache) {
    for (const kernel_model &k : model.kernels) {
        const std::filesystem::path file = cache / (k.hash + ".spec");
        if (std::filesystem::exists(file) && read_file(file) != k.spec_text)
            throw std::runtime_error("the object cache holds another kernel under the name " + k.hash +
                                     "; delete the folder " + cache.string());
        write_if_changed(file, k.spec_text);
    }
}

int build(const program_model &model, const arguments &a) {
    build_paths paths;
    paths.output_directory = a.output_directory;
    paths.cache = std::filesystem::absolute(a.cache);
    paths.kernel_compiler = std::filesystem::absolute(a.kernel_compiler);
    paths.cxx = a.cxx;
    paths.includes = a.includes;
    paths.cxx_flags = a.cxx_flags;
    paths.program_source = model.name + ".program.cpp";
    paths.library = "lib" + model.name + ".a";
    std::filesystem::create_directories(paths.output_directory);
    std::filesystem::create_directories(paths.cache);
    write_specs(model, paths.cache);
    write_if_changed(paths.output_directory / a.header_name, emit_header(model));
    write_if_changed(paths.output_directory / paths.program_source, emit_program(model));
    write_if_changed(paths.output_directory / "kernels.ninja", emit_ninja(model, paths));
    return run_command({a.ninja, "-C", a.output_directory, "-f", "kernels.ninja"});
}

}  // namespace

int generate(const graph::table_view &table, int argc, char **argv, const char *name) {
    arguments a;
    a.header_name = std::string(name) + ".gen.hpp";
    CLI::App app{std::string("Plans the network ") + name + ", and writes and builds its library.",
                 std::string(name) + ".gen"};
    app.add_flag("--inspect", a.inspect, "Print a report instead of building");
    app.add_option("--output-dir", a.output_directory, "Where the library and its header go");
    app.add_option("--kernel-compiler", a.kernel_compiler, "The program sylvite-kernel")->required();
    app.add_option("--cache", a.cache, "Folder of compiled kernels, shared by all networks");
    app.add_option("--target", a.target, "Halide's name of the instruction set, or host");
    app.add_option("--ninja", a.ninja, "The program ninja");
    app.add_option("--cxx", a.cxx, "The C++ compiler");
    app.add_option("--cxx-flag", a.cxx_flags, "A flag of the C++ compiler; may be repeated");
    app.add_option("--entries", a.entries, "The entries to keep, separated by commas; all by default")->delimiter(',');
    app.add_option("--include", a.includes, "An include folder of the generated program; may be repeated");
    app.add_option("--header-name", a.header_name, "File name of the generated header");
    app.add_flag("--no-fusion", a.no_fusion, "Every operation is a kernel of its own, for debugging");
    CLI11_PARSE(app, argc, argv);
    try {
        if (!a.inspect && (a.output_directory.empty() || a.cache.empty()))
            throw std::runtime_error("--output-dir and --cache are needed to build");
        const graph::table kept = keep_entries(table, a.entries);
        model_options options;
        options.name = name;
        options.target = resolve_target(a);
        options.compiler_version = hash_hex(read_file(a.kernel_compiler));
        options.fusion.fuse = !a.no_fusion;
        const program_model model = model_program(kept.view(), options);
        if (!a.inspect) return build(model, a);
        std::fputs(describe(kept.view(), model).c_str(), stdout);
        return 0;
    } catch (const std::exception &e) {
        std::fprintf(stderr, "%s.gen: %s\n", name, e.what());
        return 1;
    }
}

}  // namespace sylvite::codegen
