// The main part of NETWORK.trace: runs steps of a network on random inputs and records them.
#pragma once

#include <sylvite/runtime/instance.hpp>

namespace sylvite::tools {

/// Prints a table to standard output and complaints, one sentence each, to standard error. Returns the program's exit
/// status: 0, 1 when something failed, 2 when it was asked for in a way that makes no sense.
int trace(int argc, char **argv, instance (*make)(options));

/// Of a class that a generated header declares.
template <class Network>
int trace(int argc, char **argv) {
    return trace(argc, argv, [](options wanted) -> instance { return Network(wanted); });
}

}  // namespace sylvite::tools
