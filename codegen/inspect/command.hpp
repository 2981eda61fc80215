// The main part of NETWORK.inspect: what became of a network, in several forms.
#pragma once

#include <sylvite/codegen/derive.hpp>

namespace sylvite::codegen {

/// How the network's library is built, known to the build system.
struct inspected_build {
    const char *name;             // of the library
    const char *network;          // the struct in the user's header
    const char *entries;          // that are kept, separated by commas; "": all
    const char *target;           // Halide's name of the instruction set, or host
    const char *kernel_compiler;  // the program sylvite-kernel
    const char *library;          // where the built library is, if it is built
    const char *database = "";    // file or folder of tuned schedules
    bool embedded = false;        // for a program whose memory is short
};

/// Prints to standard output, complaints of one sentence to standard error. Returns the program's exit status: 0, 1
/// when something failed, 2 when it was asked for in a way that makes no sense.
int inspect(const graph::table_view &table, int argc, char **argv, const inspected_build &build);

template <class Network>
int inspect(int argc, char **argv, const inspected_build &build) {
    return with_graph_of<Network>(build.network,
                                  [&](const graph::table_view &table) { return inspect(table, argc, argv, build); });
}

}  // namespace sylvite::codegen
