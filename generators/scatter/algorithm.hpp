// Zeros everywhere, then an update of the output for each index, in their order.
#pragma once

#include <sylvite/generators/lowering/kernel.hpp>
#include <sylvite/generators/scatter/family.hpp>

namespace sylvite::generators {

struct scatter_funcs {
    Halide::RDom indices;  // innermost first
    bool has_ranges;       // its last dimension is ranges of rows, each of which takes the indices within it
};

}  // namespace sylvite::generators
