// The main part of NETWORK.tune: looks for better schedules of a network's kernels.
#pragma once

#include <sylvite/codegen/derive.hpp>

namespace sylvite::codegen {

/// How the network's library is built, known to the build system.
struct tuned_build {
    const char *name;             // of the library
    const char *network;          // the struct in the user's header
    const char *entries;          // that are kept, separated by commas; "": all
    const char *target;           // Halide's name of the instruction set, or host
    const char *kernel_compiler;  // the program sylvite-kernel
    const char *cxx;              // the C++ compiler
    const char *includes;         // where <sylvite/...> and HalideRuntime.h are, separated by colons
    const char *database;         // the file or folder that builds take schedules from, or ""
    const char *folder;           // for candidates and what was tried
    bool embedded = false;        // for a program whose memory is short
};

/// Tells on standard error how far it is, and on standard output what was gained; complaints of one sentence to
/// standard error. Returns the program's exit status: 0, 1 when something failed, 2 when it was asked for in a way that
/// makes no sense, 130 when it was interrupted; all that was found until then is kept.
int tune(const graph::table_view &table, int argc, char **argv, const tuned_build &build);

template <class Network>
int tune(int argc, char **argv, const tuned_build &build) {
    return with_graph_of<Network>(build.network,
                                  [&](const graph::table_view &table) { return tune(table, argc, argv, build); });
}

}  // namespace sylvite::codegen
