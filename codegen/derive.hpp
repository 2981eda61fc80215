// The table of a network for the programs that a build makes of it, or one sentence about its first mistake.
#pragma once

#include <sylvite/dsl/explain.hpp>

namespace sylvite::codegen {

/// use(table), which returns the program's exit status; of a network that is not right 1, and its mistake is printed.
/// The table is derived at compile time, gradients and updates included.
template <class Network, class Use>
int with_graph_of(const char *network, const Use &use) {
    if constexpr (is_right<Network>) {
        return use(graph_of<Network>());
    } else {
        explain<Network>(network);
        return 1;
    }
}

}  // namespace sylvite::codegen
