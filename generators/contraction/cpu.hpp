// The parts of a contraction's schedule on a CPU.
#pragma once

#include <sylvite/generators/contraction/algorithm.hpp>

namespace sylvite::generators {

/// Loops over the output, innermost first.
struct tile_loops {
    Var row_tile{"row_tile"}, panel{"panel"};
    Var task{"block"};  // blocks of rows and of panels
};

/// Computes tiles, and what they need, in those loops of their reader; what has parts or is packed whole, before them.
void schedule_tile(tile_funcs &funcs, const Func &reader, const tile_loops &loops, const index_space &space,
                   bool parallel);

/// The copies themselves; where those of a task are computed is said by schedule_tile.
void schedule_packed_columns(packed_funcs &packed, int vector, bool parallel);
void schedule_packed_rows(packed_funcs &packed, int vector, bool parallel, const index_space &space);

}  // namespace sylvite::generators
