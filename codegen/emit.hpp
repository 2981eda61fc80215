// Writers of the files that make a network's library: the program's tables, the header that the user includes, and the
// Ninja file that compiles the kernels.
#pragma once

#include <sylvite/codegen/program_model.hpp>

#include <filesystem>

namespace sylvite::codegen {

/// NAME.program.cpp: tensors, operands, calls and entries as constant data.
[[nodiscard]] std::string emit_program(const program_model &model);

/// The kernels of a reference build, as tables of runtime/reference: `reference_call<N>` for the N-th call of the
/// program, counted over all entries. Belongs into an anonymous namespace.
[[nodiscard]] std::string emit_reference_kernels(const program_model &model);

/// NAME.gen.hpp: the class that the user's program instantiates. Needs neither Hana nor Halide.
[[nodiscard]] std::string emit_header(const program_model &model);

/// NAME.core.hpp: the same network in static memory, for programs on runtime/core alone.
[[nodiscard]] std::string emit_core_header(const program_model &model);

/// NAME.layout: where each parameter and state lies in the persistent segment. sylvite-weights reads it.
[[nodiscard]] std::string emit_layout(const program_model &model);

struct build_paths {
    std::filesystem::path output_directory, cache, kernel_compiler, cxx, ar;
    std::vector<std::string> includes, cxx_flags;
    std::string program_source;  // file names within the output directory
    std::string library;
    bool halide_runtime = true;  // part of the library
};

/// kernels.ninja: one edge a kernel, its object in the cache under its hash; the program; the library.
[[nodiscard]] std::string emit_ninja(const program_model &model, const build_paths &paths);

/// Writes the file unless it holds this text already; as io::replace_file does. Throws std::runtime_error.
void write_if_changed(const std::filesystem::path &file, const std::string &text);

/// A C++ identifier from a tensor's or an entry's name: "hidden.weight" becomes hidden_weight.
[[nodiscard]] std::string identifier(const std::string &name);

/// The text as a C++ string literal, quotes included.
[[nodiscard]] std::string quoted(const std::string &text);

}  // namespace sylvite::codegen
