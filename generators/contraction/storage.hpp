// What a contraction keeps in memory: copies of operands, and sums between blocks of the sum. Knows nothing of Halide.
#pragma once

#include <sylvite/generators/contraction/family.hpp>
#include <sylvite/generators/contraction/roles.hpp>

#include <optional>

namespace sylvite::generators {

/// A copy of an operand in the order in which the register tiles read it. Its dimensions, innermost first: place in the
/// tile (if there are tiles), summed axes, place in the group (if a task packs several tiles at once: so it has
/// constant bounds), tile or group, further axes, block of the sum (if the operand is read in blocks).
struct packed_operand {
    value_id operand = -1;
    axis_id tiled = -1;
    int size = 0;   // of a tile; 0: not in tiles, the tiled axis is one of the further ones
    int group = 1;  // tiles that are packed at once
    axis_id blocked = -1;
    int block = 0;                             // elements of the blocked axis
    std::vector<axis_id> summed{}, further{};  // innermost first; outermost first
    stored_func memory{};

    [[nodiscard]] bool is_in_tiles() const { return size > 0; }
    [[nodiscard]] bool is_blocked() const { return blocked >= 0; }
    [[nodiscard]] bool is_in_tasks() const { return memory.where == stored_func::place::stack; }
};

/// Panels of columns: within a panel all columns of one summed index, then those of the next.
[[nodiscard]] std::optional<packed_operand> packed_columns(const index_space &space, const contraction_roles &roles,
                                                           const tile_shape &tile);
/// Tiles of rows likewise; with dots the rows one after the other.
[[nodiscard]] std::optional<packed_operand> packed_rows(const index_space &space, const contraction_roles &roles,
                                                        const tile_shape &tile);
/// The sums of all tiles of a task, over blocks of the sum: column, row, tile and panel in the task, then panels and
/// tiles of the first ones of tasks, further axes, and the part of the sum if there are parts.
[[nodiscard]] std::optional<stored_func> sums_of_blocks(const index_space &space, const contraction_roles &roles,
                                                        const tile_shape &tile);

}  // namespace sylvite::generators
