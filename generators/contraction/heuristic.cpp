#include <sylvite/generators/contraction/choices.hpp>
#include <sylvite/generators/contraction/family.hpp>
#include <sylvite/generators/contraction/storage.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

bool is_plain(const index_space &space, value_id operand) {
    const auto kind = space.at(operand).kind;
    return kind == graph::op::argument ||
           (kind == graph::op::cast && space.at(space.at(operand).inputs[0]).kind == graph::op::argument);
}

}  // namespace

contraction_family::schedule_type contraction_family::choose(const index_space &space, const processor &cpu) {
    const std::int64_t vector = lanes_of(space, cpu);
    const auto roles = roles_of(space, vector);
    if (roles.how == contraction_roles::method::reduction) return reduction_family::choose(space, cpu);
    const bool can_dot = roles.how == contraction_roles::method::dots;
    const axis &row = space[roles.row], &column = space[roles.column];
    const std::int64_t summed = space.volume(roles.summed);
    const bool many_registers = cpu.vector_registers >= 32;
    const auto element = cpu.vector_bytes / vector;

    // An output too small for tasks, and a long sum, are tasks of parts of the sum.
    const std::int64_t outputs = space.volume(space.at(roles.root).free), work = outputs * summed;
    const std::int64_t innermost = space[roles.summed.back()].bound;
    const bool contiguous = main_stride(space, roles.column_operand, roles.column) == 1;
    const bool plain_columns = is_plain(space, roles.column_operand);
    const bool very_long = innermost >= 16 * 512;
    const bool in_parts = outputs <= 64 * 64 && column.bound <= 64 &&
                          (very_long || (contiguous && innermost >= 2048 && work >= std::int64_t{1} << 21));
    const std::int64_t dot_rows = most_rows_of_dots(space, summed);
    const bool dots = can_dot && row.bound <= dot_rows && !(in_parts && column.bound <= 32);
    const tile dot_tile{rows_of_dots(row.bound, many_registers ? 4 : 3),
                        std::min<std::int64_t>(column.bound, many_registers ? 6 : 4)};
    const bool plain = is_plain(space, roles.row_operand) && plain_columns;
    const bool always_packed = !contiguous || !plain_columns;
    const std::int64_t operand_bytes = space.volume(space.at(roles.column_operand).free) * element;
    const bool parted = in_parts && !dots;
    const bool swept = !dots && !parted && !always_packed && is_swept(row, vector, innermost, operand_bytes);
    const bool unpacked = swept || (parted && !always_packed);
    const bool fits_inner_caches = operand_bytes <= cpu.l2_bytes / 2;
    // Memory gives pairs of lines.
    const std::int64_t run = contiguous && operand_bytes > cpu.l2_bytes ? 128 / element : 0;
    const auto packs = unpacked        ? panel_costs::packing::never
                       : always_packed ? panel_costs::packing::always
                                       : panel_costs::packing::where_it_pays;
    const tile panel_tile = panel_tile_of(row, column, vector, cpu.vector_registers, {packs, contiguous ? 4 : 8, run});
    const auto [rows, columns] = dots ? dot_tile : panel_tile;
    const std::int64_t panels = (column.bound + columns - 1) / columns;
    const std::int64_t tiles = (row.bound + rows - 1) / rows;

    const bool partial_panel = column.is_dynamic() || column.bound % columns != 0;
    const bool needs_packing = dots ? !plain_columns : !unpacked && (always_packed || partial_panel || tiles >= 4);
    // Rows that are not contiguous along the summed axis cost a cache line for each element of a tile, which the cache
    // keeps for the next tiles of a short sum; long ones fall into the same lines of the caches.
    const bool scattered_rows =
        !dots && summed > 128 && main_stride(space, roles.row_operand, roles.summed.back()) != 1;
    const std::int64_t parts = very_long ? 16 : 8;
    const std::int64_t sum_block = dots                                  ? 0
                                   : parted && !very_long                ? equal_block(innermost, parts)
                                   : !swept                              ? block_of_sum(innermost, cpu)
                                   : fits_inner_caches && !partial_panel ? 0
                                                                         : swept_block;
    const bool long_rows =
        !dots && !swept && summed * element >= 4096 && panels >= 32 && (sum_block > 0 || !many_registers);
    const bool pack_rows =
        !is_plain(space, roles.row_operand) || (scattered_rows && panels >= 4 && !in_parts && !swept) || long_rows;
    const std::int64_t summed_at_once = sum_block > 0 ? summed / innermost * sum_block : summed;
    // Several narrow panels make longer runs of memory to pack.
    const std::int64_t runs = std::clamp<std::int64_t>(256 / (columns * element), 1, contiguous ? 4 : 2);
    const bool writes_most = !dots && !swept && plain && summed <= short_sum && outputs * element > cpu.l2_bytes / 2;
    auto loops = writes_most ? output_loops({rows, columns}, panels, summed)
                 : swept && sum_block > 0
                     ? sweeping_loops({rows, columns}, tiles, panels, element)
                     : choose_loops({rows, columns}, tiles, panels, summed, element, sum_block > 0 ? runs : 0,
                                    needs_packing && plain && panels > 4);  // fewer are packed by all tasks
    const std::int64_t sum_parts = parted && sum_block > 0 ? parts : 0;
    if (sum_parts > 0) loops = {tiles, panels};
    const std::int64_t panel_bytes = columns * summed_at_once * element * (sum_block > 0 ? loops.column_block : 1);
    // Each task packs for itself where a panel is small, and used by all rows or by many.
    bool is_used_once = loops.row_block == tiles;
    for (const axis_id a : space.at(roles.root).free)
        if (a != roles.row && !contains(space.at(roles.column_operand).free, a)) is_used_once = false;
    const bool in_tasks = !dots && panel_bytes <= usual_stack &&
                          (is_used_once || (plain && loops.row_block * rows >= rows_that_pay_for_packing));
    const packing pack_columns = !needs_packing ? packing::none : in_tasks ? packing::blocks : packing::whole;
    // Packing is too dear for a few of many possible rows.
    std::int64_t few_rows = 0;
    if (row.is_dynamic() && !dots && needs_packing && plain) {
        if (can_dot)
            few_rows = std::max(dot_tile.rows, std::min(dot_rows, row.bound - 1));
        else if (contiguous && !partial_panel)
            few_rows = rows;
    }
    const tile few_tile = can_dot ? dot_tile : panel_tile;

    return contraction_schedule{.vector = vector,
                                .rows = rows,
                                .columns = columns,
                                .dots = dots,
                                .pack_rows = pack_rows,
                                .pack_columns = pack_columns,
                                .sum_block = sum_block,
                                .sum_parts = sum_parts,
                                .few_rows = few_rows,
                                .few_dots = can_dot,
                                .few_tile_rows = few_tile.rows,
                                .few_tile_columns = few_tile.columns,
                                .row_block = loops.row_block,
                                .column_block = loops.column_block,
                                .parallel = work >= (std::int64_t{1} << 19)};
}

}  // namespace sylvite::generators
