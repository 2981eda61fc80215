// From a network's table to its planned program: which entries are kept, for which processor, with which compiler.
#pragma once

#include <sylvite/codegen/program_model.hpp>

#include <filesystem>

namespace sylvite::codegen {

struct plan_request {
    std::string name;                  // of the library
    std::string network;               // the struct in the user's header
    std::vector<std::string> entries;  // to keep; empty: all
    // Instruction sets between commas, those that ask for more first; "host" is this machine's, features may follow it:
    // "host-asan".
    std::string target = "host";
    std::string database;         // file or folder of tuned schedules; "": the heuristics' everywhere
    std::string kernel_compiler;  // the program sylvite-kernel; of a reference build none is needed
    bool reference = false;       // no kernel is compiled: each operation is a call of its own
    bool fuse = true;
    bool prepare = true;  // what depends on parameters alone is kept from run to run: false where memory is short
};

struct planned_network {
    graph::table table;  // what the kept entries reach
    program_model model;
};

/// Throws std::runtime_error with one sentence.
[[nodiscard]] planned_network plan_network(const graph::table_view &table, const plan_request &wanted);

/// The whole file. Throws std::runtime_error.
[[nodiscard]] std::string read_file(const std::filesystem::path &file);

}  // namespace sylvite::codegen
