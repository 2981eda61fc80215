// The main program of NETWORK.gen: plans the network's table and writes and builds its library.
#pragma once

#include <sylvite/codegen/derive.hpp>

namespace sylvite::codegen {

/// Runs the generator on a table, for a library `name` of the network `network`. Prints to standard output and error;
/// returns the exit status of the program.
int generate(const graph::table_view &table, int argc, char **argv, const char *name, const char *network);

template <class Network>
int generate(int argc, char **argv, const char *name, const char *network) {
    return with_graph_of<Network>(
        network, [&](const graph::table_view &table) { return generate(table, argc, argv, name, network); });
}

}  // namespace sylvite::codegen
