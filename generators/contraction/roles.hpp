// What the axes of a contraction are to its kernel, and which method computes it. Knows nothing of Halide.
#pragma once

#include <sylvite/generators/spec/index_space.hpp>

#include <vector>

namespace sylvite::generators {

struct contraction_roles {
    enum class method {
        panels,     // register tile of rows × vectors of columns; the columns' operand in panels or read as it is
        dots,       // register tile of rows × columns, vectors along a summed axis that both operands have contiguous
        reduction,  // rows or columns only, or none
    };
    method how = method::reduction;
    value_id root = -1;
    value_id row_operand = -1, column_operand = -1;
    std::vector<axis_id> rows, columns, batch;  // outermost first, in the order of the output
    axis_id row = -1, column = -1;              // the axes of the register tile
    std::vector<axis_id> summed;                // outermost first; with dots the vectors' axis comes last
};

[[nodiscard]] contraction_roles roles_of(const index_space &space, std::int64_t lanes);

}  // namespace sylvite::generators
