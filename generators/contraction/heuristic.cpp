// Contractions. Parameters of the register tile:
//   vector        lanes of a vector
//   rows          rows of a register tile
//   columns       its columns: whole vectors with panels, single columns with dots
//   dots          1: vectors along the summed axis (see roles.hpp)
//   pack_rows, pack_columns    1: the operand is copied first, in the order in which the tiles read it
// and of the loops over tiles:
//   few_rows      up to that many rows at run time nothing is packed and the tile is another one: few_dots,
//                 few_tile_rows, few_tile_columns; 0: no such case
//   row_block     register tiles in a block of rows, which stays in the second-level cache
//   column_block  panels in a task
//   parallel      1: blocks are tasks
// A contraction that is a mere reduction has the parameters of reductions instead.
#include <sylvite/generators/contraction/roles.hpp>
#include <sylvite/generators/lowering/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

/// The number of rows that wastes the fewest, among tiles of at most `most` rows; large ones first.
std::int64_t tile_rows(std::int64_t rows, std::int64_t most) {
    std::int64_t best = most, best_cost = 0;
    for (std::int64_t r = most; r >= std::max<std::int64_t>(1, most / 2); --r) {
        // A smaller tile reads more for each multiplication: count that as 3 % a row.
        const std::int64_t cost = round_up(rows, r) * (100 + 3 * (most - r));
        if (best_cost == 0 || cost < best_cost) {
            best = r;
            best_cost = cost;
        }
    }
    return best;
}

struct tile {
    std::int64_t rows, columns;
};

bool is_plain(const index_space &space, value_id operand) {
    const auto kind = space.at(operand).kind;
    return kind == graph::op::argument ||
           (kind == graph::op::cast && space.at(space.at(operand).inputs[0]).kind == graph::op::argument);
}

}  // namespace

codegen::schedule choose_contraction(const index_space &space, const codegen::processor &cpu) {
    const std::int64_t vector = lanes_of(space, cpu);
    const auto roles = roles_of(space, vector);
    if (roles.how == contraction_roles::method::reduction) return choose_reduction(space, cpu);
    const bool can_dot = roles.how == contraction_roles::method::dots;
    const axis &row = space[roles.row], &column = space[roles.column];
    const std::int64_t summed = space.volume(roles.summed);
    const bool many_registers = cpu.vector_registers >= 32;
    const auto element = cpu.vector_bytes / vector;

    // Folding the lanes of a tile of dots costs about 5 cycles for each result, packing for panels half as much for
    // each element of the operand.
    const std::int64_t dot_rows = summed / 2;
    const bool dots = can_dot && row.bound <= dot_rows;
    const tile dot_tile{tile_rows(row.bound, many_registers ? 4 : 3),
                        std::min<std::int64_t>(column.bound, many_registers ? 6 : 4)};
    const std::int64_t vectors = std::min<std::int64_t>((column.bound + vector - 1) / vector, many_registers ? 4 : 2);
    const tile panel_tile{tile_rows(row.bound, many_registers ? 6 : vectors == 1 ? 8 : 6), vectors * vector};
    const auto [rows, columns] = dots ? dot_tile : panel_tile;
    const std::int64_t panels = (column.bound + columns - 1) / columns;
    const std::int64_t tiles = (row.bound + rows - 1) / rows;

    const bool plain = is_plain(space, roles.row_operand) && is_plain(space, roles.column_operand);
    const bool partial_panel = column.is_dynamic() || column.bound % columns != 0;
    const bool contiguous = main_stride(space, roles.column_operand, roles.column) == 1;
    const bool pack_columns =
        dots ? !is_plain(space, roles.column_operand)
             : !contiguous || partial_panel || !is_plain(space, roles.column_operand) || tiles >= 4;
    // Rows that are not contiguous along the summed axis cost a cache line for each element of a tile.
    const bool scattered_rows = !dots && main_stride(space, roles.row_operand, roles.summed.back()) != 1;
    const bool pack_rows = !is_plain(space, roles.row_operand) || (scattered_rows && panels >= 4);
    // Packing is too dear for a few of many possible rows.
    std::int64_t few_rows = 0;
    if (row.is_dynamic() && !dots && pack_columns && plain) {
        if (can_dot)
            few_rows = std::max(dot_tile.rows, std::min(dot_rows, row.bound - 1));
        else if (contiguous && !partial_panel)
            few_rows = rows;
    }
    const tile few_tile = can_dot ? dot_tile : panel_tile;

    const std::int64_t cached_rows = cpu.l2_bytes / 2 / (summed * element);
    const std::int64_t row_block =
        std::clamp<std::int64_t>(cached_rows / rows, std::min<std::int64_t>(tiles, 8), tiles);
    const std::int64_t work_of_a_panel = row_block * rows * columns * summed;
    std::int64_t column_block = std::clamp<std::int64_t>((std::int64_t{1} << 19) / work_of_a_panel, 1, panels);
    while (panels % column_block != 0) --column_block;
    const std::int64_t work = space.volume(space.at(roles.root).free) * summed;
    return {{"vector", vector},
            {"rows", rows},
            {"columns", columns},
            {"dots", dots ? 1 : 0},
            {"pack_rows", pack_rows ? 1 : 0},
            {"pack_columns", pack_columns ? 1 : 0},
            {"few_rows", few_rows},
            {"few_dots", can_dot ? 1 : 0},
            {"few_tile_rows", few_tile.rows},
            {"few_tile_columns", few_tile.columns},
            {"row_block", row_block},
            {"column_block", column_block},
            {"parallel", work >= (std::int64_t{1} << 19) ? 1 : 0}};
}

std::uint64_t contraction_scratch(const index_space &space, const codegen::schedule &how) {
    if (!how.contains("pack_columns")) return reduction_scratch(space, how);
    const auto roles = roles_of(space, how.at("vector"));
    const auto packed = [&](value_id operand, axis_id tiled, std::int64_t tile) {
        std::int64_t elements = 1;
        for (const axis_id a : space.at(operand).free)
            elements *= a == tiled ? round_up(space[a].bound, tile) : space[a].bound;
        const auto type = space.at(roles.root).accumulator;
        return block(static_cast<std::uint64_t>(elements) * size_of(type) + 128);
    };
    std::uint64_t total = 0;
    if (how.at("pack_columns") != 0) total += packed(roles.column_operand, roles.column, how.at("columns"));
    if (how.at("pack_rows") != 0) total += packed(roles.row_operand, roles.row, how.at("rows"));
    return total;
}

}  // namespace sylvite::generators
