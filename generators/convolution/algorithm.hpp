// What a convolution's kernel has between its arguments and its output: a copy of what a block sees, panels of the
// other operand, the register tile, and the sums over positions where these are summed.
#pragma once

#include <sylvite/generators/contraction/algorithm.hpp>
#include <sylvite/generators/convolution/storage.hpp>
#include <sylvite/generators/lowering/kernel.hpp>

#include <optional>

namespace sylvite::generators {

struct convolution_funcs {
    std::shared_ptr<contraction_funcs> contraction;  // in place of all others
    convolution_roles roles;
    // Undefined where there are none.
    Func copy, panels, tile, phased, sums;
    Func block_of_other;                // where lanes sum positions
    Func sums_of_parts, sums_of_lanes;  // then: parts added lane by lane, and the lanes added
    std::optional<stored_func> memory_of_copy, memory_of_panels, memory_of_block, memory_of_phased, memory_of_sums;

    Var column{"column_in_panel"}, panel{"panel_of_tile"}, part{"part"};
    std::vector<Var> rows;    // of the tile, in the order of roles.rows
    std::vector<Var> phases;  // of the tile: the rows whose windows divide
    std::vector<axis_id> phased_rows;
    std::vector<Var> others;  // of the tile, in the order of roles.others
    std::vector<Var> blocks;  // of the tile: blocks of summed positions, then further summed axes
};

}  // namespace sylvite::generators
