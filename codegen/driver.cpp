#include <sylvite/codegen/driver.hpp>

#include <sylvite/codegen/command.hpp>
#include <sylvite/codegen/emit.hpp>
#include <sylvite/codegen/lists.hpp>
#include <sylvite/codegen/plan_network.hpp>

#include <argp.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

namespace sylvite::codegen {
namespace {

struct arguments {
    std::string output_directory, kernel_compiler, cache, target = "host", ninja = "ninja", cxx = "c++", ar = "ar",
                                                          header_name, as, database;
    std::vector<std::string> entries, includes, cxx_flags;
    bool no_fusion = false, reference = false, embedded = false;
};

enum option_key : int {
    key_output_directory = 1,
    key_kernel_compiler,
    key_cache,
    key_database,
    key_target,
    key_ninja,
    key_cxx,
    key_ar,
    key_cxx_flag,
    key_entries,
    key_include,
    key_header_name,
    key_as,
    key_embedded,
    key_no_fusion,
    key_reference,
};

const argp_option known_options[] = {
    {"output-dir", key_output_directory, "DIR", 0, "Where the library and its header go", 0},
    {"kernel-compiler", key_kernel_compiler, "FILE", 0, "The program sylvite-kernel", 0},
    {"cache", key_cache, "DIR", 0, "Folder of compiled kernels, shared by all networks", 0},
    {"database", key_database, "FILE", 0, "Tuned schedules, or the folder of such files", 0},
    {"target", key_target, "NAME", 0,
     "Halide's names of instruction sets, or host, between commas: the best ones first", 0},
    {"ninja", key_ninja, "FILE", 0, "The program ninja", 0},
    {"cxx", key_cxx, "FILE", 0, "The C++ compiler", 0},
    {"ar", key_ar, "FILE", 0, "The archiver", 0},
    {"cxx-flag", key_cxx_flag, "FLAG", 0, "A flag of the C++ compiler; may be repeated", 0},
    {"entries", key_entries, "LIST", 0, "The entries to keep, separated by commas; all by default", 0},
    {"include", key_include, "DIR", 0, "An include folder of the generated program; may be repeated", 0},
    {"header-name", key_header_name, "NAME", 0, "File name of the generated header", 0},
    {"as", key_as, "NAME", 0, "The network's name in its library, in place of its own", 0},
    {"embedded", key_embedded, nullptr, 0, "Leave Halide's runtime out of the library: runtime/embedded stands in", 0},
    {"no-fusion", key_no_fusion, nullptr, 0, "Every operation is a kernel of its own, for debugging", 0},
    {"reference", key_reference, nullptr, 0,
     "The interpreter computes every operation: needs no kernel compiler, for debugging", 0},
    {}};

error_t read_option(int key, char *text, argp_state *state) {
    auto &a = *static_cast<arguments *>(state->input);
    switch (key) {
        case key_output_directory:
            a.output_directory = text;
            return 0;
        case key_kernel_compiler:
            a.kernel_compiler = text;
            return 0;
        case key_cache:
            a.cache = text;
            return 0;
        case key_database:
            a.database = text;
            return 0;
        case key_target:
            a.target = text;
            return 0;
        case key_ninja:
            a.ninja = text;
            return 0;
        case key_cxx:
            a.cxx = text;
            return 0;
        case key_ar:
            a.ar = text;
            return 0;
        case key_cxx_flag:
            a.cxx_flags.emplace_back(text);
            return 0;
        case key_entries:
            a.entries = split(text, ',');
            return 0;
        case key_include:
            a.includes.emplace_back(text);
            return 0;
        case key_header_name:
            a.header_name = text;
            return 0;
        case key_as:
            a.as = text;
            return 0;
        case key_embedded:
            a.embedded = true;
            return 0;
        case key_no_fusion:
            a.no_fusion = true;
            return 0;
        case key_reference:
            a.reference = true;
            return 0;
        case ARGP_KEY_ARG:
            argp_error(state, "unexpected argument \"%s\"", text);
            return 0;
        default:
            return ARGP_ERR_UNKNOWN;
    }
}

/// The text by which two kernels of one hash would be told apart; kept beside the object.
void write_specs(const program_model &model, const std::filesystem::path &cache) {
    for (const plan_model &plan : model.plans)
        for (const kernel_model &k : plan.kernels) {
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
    if (!a.kernel_compiler.empty()) paths.kernel_compiler = std::filesystem::absolute(a.kernel_compiler);
    paths.cxx = a.cxx;
    paths.ar = a.ar;
    paths.halide_runtime = !a.embedded;
    paths.includes = a.includes;
    paths.cxx_flags = a.cxx_flags;
    paths.program_source = model.name + ".program.cpp";
    paths.library = "lib" + model.name + ".a";
    std::filesystem::create_directories(paths.output_directory);
    std::filesystem::create_directories(paths.cache);
    if (!model.reference) write_specs(model, paths.cache);
    write_if_changed(paths.output_directory / a.header_name, emit_header(model));
    write_if_changed(paths.output_directory / (model.name + ".core.hpp"), emit_core_header(model));
    write_if_changed(paths.output_directory / (model.name + ".layout"), emit_layout(model));
    write_if_changed(paths.output_directory / paths.program_source, emit_program(model));
    write_if_changed(paths.output_directory / "kernels.ninja", emit_ninja(model, paths));
    // Under Make, Ninja would look for Make's jobserver, which is handed to recursive Makes only.
    ::unsetenv("MAKEFLAGS");
    return run_command({a.ninja, "-C", a.output_directory, "-f", "kernels.ninja"});
}

}  // namespace

int generate(const graph::table_view &table, int argc, char **argv, const char *name, const char *network) {
    arguments a;
    const std::string about = std::string("Plans the network ") + name + ", and writes and builds its library.";
    const argp parser{known_options, read_option, nullptr, about.c_str(), nullptr, nullptr, nullptr};
    argp_err_exit_status = 2;
    argp_parse(&parser, argc, argv, 0, nullptr, &a);
    try {
        if (a.output_directory.empty() || a.cache.empty())
            throw std::runtime_error("--output-dir and --cache are needed to build");
        plan_request wanted;
        wanted.name = a.as.empty() ? name : a.as;
        if (identifier(wanted.name) != wanted.name)
            throw std::runtime_error("--as: expected a C++ identifier, found \"" + wanted.name + '"');
        if (a.header_name.empty()) a.header_name = wanted.name + ".gen.hpp";
        wanted.network = network;
        wanted.entries = a.entries;
        wanted.target = a.target;
        wanted.kernel_compiler = a.kernel_compiler;
        wanted.reference = a.reference;
        wanted.fuse = !a.no_fusion;
        wanted.prepare = !a.embedded;
        wanted.database = a.database;
        const program_model model = plan_network(table, wanted).model;
        for (const std::string &note : model.notes) std::fprintf(stderr, "%s.gen: %s\n", name, note.c_str());
        return build(model, a);
    } catch (const std::exception &e) {
        std::fprintf(stderr, "%s.gen: %s\n", name, e.what());
        return 1;
    }
}

}  // namespace sylvite::codegen
