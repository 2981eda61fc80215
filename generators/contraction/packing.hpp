// Operands copied into the order in which the register tiles read them, whole or a block of the sum at a time; `held`
// then reads the copy.
#pragma once

#include <sylvite/generators/contraction/family.hpp>
#include <sylvite/generators/contraction/roles.hpp>
#include <sylvite/generators/lowering/kernel.hpp>

namespace sylvite::generators {

/// The innermost summed axis in blocks; the last one may be shorter.
struct sum_blocks {
    axis_id axis = -1;  // -1: one block for all
    int size = 0;
    Var index{"sum_block"};

    [[nodiscard]] bool any() const { return axis >= 0; }
};

/// Panels of `columns` columns: within a panel all columns of one summed index, then those of the next.
[[nodiscard]] Func pack_columns(kernel &k, held_values &held, const contraction_roles &roles,
                                const contraction_schedule &how, int columns, const sum_blocks &blocks, bool in_tasks);

/// Tiles of `rows` rows: within a tile all rows of one summed index, then those of the next; with `rows` 0 the rows one
/// after the other.
[[nodiscard]] Func pack_rows(kernel &k, held_values &held, const contraction_roles &roles,
                             const contraction_schedule &how, int rows, const sum_blocks &blocks);

}  // namespace sylvite::generators
