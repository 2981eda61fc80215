// The main part of NETWORK.compare: runs steps of a network by its kernels and by the interpreter, and compares every
// tensor that the kernels write.
#pragma once

#include <sylvite/runtime/instance.hpp>

namespace sylvite::tools {

/// Prints a table to standard output and complaints, one sentence each, to standard error. Returns the program's exit
/// status: 0 where all agree, 1 when something differs or failed, 2 when it was asked for in a way that makes no sense.
int compare(int argc, char **argv, instance (*kernels)(options), instance (*loops)(options));

/// Of the classes that two generated headers declare, one of them of a REFERENCE build.
template <class Kernels, class Loops>
int compare(int argc, char **argv) {
    return compare(
        argc, argv, [](options wanted) -> instance { return Kernels(wanted); },
        [](options wanted) -> instance { return Loops(wanted); });
}

}  // namespace sylvite::tools
