// What the axes of a contraction are to its kernel, and what follows for how it may be computed. Knows nothing of
// Halide.
#pragma once

#include <sylvite/generators/spec/index_space.hpp>

#include <vector>

namespace sylvite::generators {

struct contraction_roles {
    bool has_tiles = false;  // else it has rows or columns only, or none: it is computed as a reduction
    bool can_dot = false;    // vectors may go along a summed axis that both operands have contiguous
    value_id root = -1;
    value_id row_operand = -1, column_operand = -1;
    std::vector<axis_id> rows, columns, batch;  // outermost first, in the order of the output
    axis_id row = -1, column = -1;              // the axes of the register tile
    std::vector<axis_id> summed;                // outermost first; with dots the vectors' axis comes last
};

[[nodiscard]] contraction_roles roles_of(const index_space &space, std::int64_t lanes);

}  // namespace sylvite::generators
