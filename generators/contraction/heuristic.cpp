// Contractions. Parameters of the register tile:
//   vector        lanes of a vector
//   rows          rows of a register tile
//   columns       its columns: whole vectors with panels, single columns with dots
//   dots          1: vectors along the summed axis (see roles.hpp)
//   pack_rows     1: the rows' operand is copied first, in the order in which the tiles read it
//   pack_columns  1: the columns' operand likewise; 2: in each task, panel by panel, on the stack
//   sum_block     with panels, elements of the innermost summed axis that are summed over all tiles of a task before
//   the
//                 next ones; the tiles' sums stay on the task's stack meanwhile. 0: all at once
//   sum_parts     so many tasks share the blocks of the sum, each keeps its own sums in planned scratch, and these are
//                 added in order; 0: each task has all blocks
// and of the loops over tiles:
//   few_rows      up to that many rows at run time nothing is packed and the tile is another one: few_dots,
//                 few_tile_rows, few_tile_columns; 0: no such case
//   row_block     register tiles in a task: their rows stay in the cache
//   column_block  panels in a task
//   parallel      1: blocks are tasks
// A contraction that is a mere reduction has the parameters of reductions instead.
#include <sylvite/generators/contraction/memory.hpp>
#include <sylvite/generators/lowering/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

struct tile {
    std::int64_t rows, columns;
};

/// The number of rows of a tile of dots that wastes the fewest, among at most `most`; large ones first.
std::int64_t rows_of_dots(std::int64_t rows, std::int64_t most) {
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

/// The panel tile that takes the least time: of what lies within the output and beyond its edges, and of the loads,
/// a broadcast for each row and a vector for each of `vectors`. A load of a vector costs 0.86 times as much as a fused
/// operation on it and a broadcast 0.3 times: fitted with AVX-512 to 38 tiles, and within 3 % of what was measured
/// with AVX2. Packing the columns costs as much as so many rows more; `is_packed`: even if there are few tiles.
tile panel_tile_of(const axis &row, const axis &column, std::int64_t vector, std::int64_t accumulators, bool is_packed,
                   std::int64_t packing_rows) {
    tile best{1, vector};
    std::int64_t best_cost = 0;
    for (std::int64_t vectors = 1; vectors <= std::min<std::int64_t>(6, (column.bound + vector - 1) / vector);
         ++vectors)
        for (std::int64_t rows = accumulators / vectors; rows >= 1; --rows) {
            const std::int64_t columns = round_up(column.bound, vectors * vector), sums = rows * vectors;
            const bool packs = is_packed || column.is_dynamic() || columns != column.bound || row.bound > 3 * rows;
            // Two fused operations a cycle, of four cycles each, want eight sums; more rows than a cache has ways
            // drive each other out of it where they are a page apart.
            std::int64_t of_a_sum = std::max<std::int64_t>(1000 + 300 / vectors + 860 / rows, 8 * 1300 / sums);
            if (vectors == 1) of_a_sum += 160;
            if (rows > 12) of_a_sum += 20 * (rows - 12);
            const std::int64_t cost =
                columns * (round_up(row.bound, rows) * of_a_sum + (packs ? packing_rows * 1000 : 0));
            if (best_cost == 0 || cost < best_cost) {
                best = {rows, vectors * vector};
                best_cost = cost;
            }
        }
    return best;
}

/// Long sums in equal blocks, so that a panel of one stays in the cache.
std::int64_t block_of_sum(std::int64_t summed, const codegen::processor &cpu) {
    if (summed <= cpu.l2_bytes / 512) return 0;
    const std::int64_t blocks = (summed + 511) / 512;
    return round_up((summed + blocks - 1) / blocks, 8);
}

/// Folding the lanes of a tile of dots costs something for each result, and what follows the sum is worked out in half
/// vectors; packing for panels costs something for each element of the operand. Measured with AVX2: behind the sum a
/// bias and relu, they break even at a row for six elements of the sum, with a sigmoid behind it at half as many. Long
/// rows of a dot's operands leave the caches.
std::int64_t most_rows_of_dots(const index_space &space, std::int64_t summed) {
    std::int64_t behind = 0;
    for (const value_id output : space.outputs()) behind += space.cost(output);
    return std::min<std::int64_t>(summed * 14 / (6 * (14 + behind)), summed > 1024 ? 48 : 96);
}

struct task_loops {
    std::int64_t row_block, column_block;
};

constexpr std::int64_t rows_that_pay_for_packing = 256;

/// Few rows do not pay for a copy of the other operand. Where it lies in rows, a task reads a block of it, some rows
/// and as many columns as make runs of 2 KiB, from memory into the outer caches, and goes over all its own rows: so
/// each element comes from memory once. Measured against packing, K × N of 1024² and 4096²: 1.6 to 1.8 times as fast
/// for 16 to 64 rows, 1.1 to 1.4 times for 128, slower for 256 rows with AVX-512; with AVX2 for half as many.
constexpr std::int64_t swept_block = 64, swept_run = 2048;

/// Short sums make large outputs: these are written in the order of memory, a task all columns of a few rows. K of 8 to
/// 32: 1.1 to 5 times as fast with AVX-512; of 64: no difference.
constexpr std::int64_t short_sum = 48;

task_loops output_loops(const tile &t, std::int64_t panels, std::int64_t summed) {
    return {std::max<std::int64_t>(1, (std::int64_t{1} << 17) / (t.rows * t.columns * panels * summed)), panels};
}

bool is_swept(const axis &row, std::int64_t vector, std::int64_t innermost, std::int64_t operand_bytes) {
    return row.bound <= 8 * vector && innermost >= 2 * swept_block && operand_bytes > (std::int64_t{32} << 10);
}

/// Tasks of all rows; of fewer columns where that makes more of them.
task_loops sweeping_loops(const tile &t, std::int64_t tiles, std::int64_t panels, std::int64_t element) {
    const std::int64_t run = swept_run / (t.columns * element), eighth = panels / 8;
    const std::int64_t most = usual_stack / (tiles * t.rows * t.columns * element);
    return {tiles, std::max<std::int64_t>(1, std::min({most, run, std::max(eighth, run / 2)}))};
}

/// Tasks of all rows and a panel, as the rows can be streamed from the outer caches while the panel stays in the inner
/// ones; further split where that makes too few tasks for many processors, and not below a few microseconds of work.
/// `least`: the fewest panels of a task with blocks of the sum, 0 without. `packs`: a task may pack its panels, which
/// many rows have to pay for.
task_loops choose_loops(const tile &t, std::int64_t tiles, std::int64_t panels, std::int64_t summed,
                        std::int64_t element, std::int64_t least, bool packs) {
    constexpr std::int64_t streamed_bytes = std::int64_t{5} << 20, work_of_a_task = std::int64_t{1} << 19,
                           many_tasks = 32;
    const std::int64_t work_of_a_tile = t.rows * t.columns * summed;
    std::int64_t most = std::clamp<std::int64_t>(streamed_bytes / (t.rows * summed * element), 8, 1024);
    if (panels < many_tasks)
        most = std::min(most, std::max({work_of_a_task / work_of_a_tile, tiles * panels / many_tasks,
                                        packs ? (rows_that_pay_for_packing + t.rows - 1) / t.rows : 1}));
    // Where there are blocks of the sum, those of a task share the stack with its packed panels.
    if (least > 0) most = std::min(most, usual_stack / 2 / (t.rows * t.columns * element * least));
    most = std::max<std::int64_t>(1, most);
    const std::int64_t row_blocks = (tiles + most - 1) / most;
    const std::int64_t row_block = (tiles + row_blocks - 1) / row_blocks;
    least = std::max<std::int64_t>(least, 1);
    std::int64_t column_block =
        std::clamp(work_of_a_task / (row_block * work_of_a_tile), least, std::max(panels, least));
    while (column_block > least && panels % column_block != 0) --column_block;
    return {row_block, std::min(column_block, panels)};
}

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

    // An output too small for tasks, and a long sum, are tasks of parts of the sum.
    const std::int64_t outputs = space.volume(space.at(roles.root).free);
    const std::int64_t innermost = space[roles.summed.back()].bound;
    const bool in_parts = outputs <= 64 * 64 && column.bound <= 64 && innermost >= 16 * 512;
    const std::int64_t dot_rows = most_rows_of_dots(space, summed);
    const bool dots = can_dot && row.bound <= dot_rows && !(in_parts && column.bound <= 32);
    const tile dot_tile{rows_of_dots(row.bound, many_registers ? 4 : 3),
                        std::min<std::int64_t>(column.bound, many_registers ? 6 : 4)};
    const bool plain = is_plain(space, roles.row_operand) && is_plain(space, roles.column_operand);
    const bool contiguous = main_stride(space, roles.column_operand, roles.column) == 1;
    const bool always_packed = !contiguous || !is_plain(space, roles.column_operand) || in_parts;
    const std::int64_t operand_bytes = space.volume(space.at(roles.column_operand).free) * element;
    const bool swept = !dots && !always_packed && is_swept(row, vector, innermost, operand_bytes);
    const bool fits_inner_caches = operand_bytes <= cpu.l2_bytes / 2;
    const tile panel_tile = panel_tile_of(row, column, vector, many_registers ? 28 : 12, always_packed,
                                          swept        ? 0
                                          : contiguous ? 4
                                                       : 8);
    const auto [rows, columns] = dots ? dot_tile : panel_tile;
    const std::int64_t panels = (column.bound + columns - 1) / columns;
    const std::int64_t tiles = (row.bound + rows - 1) / rows;

    const bool partial_panel = column.is_dynamic() || column.bound % columns != 0;
    const bool needs_packing =
        dots ? !is_plain(space, roles.column_operand) : !swept && (always_packed || partial_panel || tiles >= 4);
    // Rows that are not contiguous along the summed axis cost a cache line for each element of a tile, which the cache
    // keeps for the next tiles of a short sum; long ones fall into the same lines of the caches.
    const bool scattered_rows =
        !dots && summed > 128 && main_stride(space, roles.row_operand, roles.summed.back()) != 1;
    const std::int64_t sum_block = dots                                  ? 0
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
    auto loops = writes_most              ? output_loops({rows, columns}, panels, summed)
                 : swept && sum_block > 0 ? sweeping_loops({rows, columns}, tiles, panels, element)
                                          : choose_loops({rows, columns}, tiles, panels, summed, element,
                                                         sum_block > 0 ? runs : 0, needs_packing && plain);
    const std::int64_t sum_parts = in_parts && sum_block > 0 ? 16 : 0;
    if (sum_parts > 0) loops = {tiles, panels};
    const std::int64_t panel_bytes = columns * summed_at_once * element * (sum_block > 0 ? loops.column_block : 1);
    // Each task packs for itself where a panel is small, and used by all rows or by many.
    bool is_used_once = loops.row_block == tiles;
    for (const axis_id a : space.at(roles.root).free)
        if (a != roles.row && !contains(space.at(roles.column_operand).free, a)) is_used_once = false;
    const bool in_tasks = !dots && panel_bytes <= usual_stack &&
                          (is_used_once || (plain && loops.row_block * rows >= rows_that_pay_for_packing));
    const int pack_columns = !needs_packing ? 0 : in_tasks ? 2 : 1;
    // Packing is too dear for a few of many possible rows.
    std::int64_t few_rows = 0;
    if (row.is_dynamic() && !dots && needs_packing && plain) {
        if (can_dot)
            few_rows = std::max(dot_tile.rows, std::min(dot_rows, row.bound - 1));
        else if (contiguous && !partial_panel)
            few_rows = rows;
    }
    const tile few_tile = can_dot ? dot_tile : panel_tile;

    const std::int64_t work = space.volume(space.at(roles.root).free) * summed;
    return {{"vector", vector},
            {"rows", rows},
            {"columns", columns},
            {"dots", dots ? 1 : 0},
            {"pack_rows", pack_rows ? 1 : 0},
            {"pack_columns", pack_columns},
            {"few_rows", few_rows},
            {"few_dots", can_dot ? 1 : 0},
            {"few_tile_rows", few_tile.rows},
            {"few_tile_columns", few_tile.columns},
            {"sum_block", sum_block},
            {"sum_parts", sum_parts},
            {"row_block", loops.row_block},
            {"column_block", loops.column_block},
            {"parallel", work >= (std::int64_t{1} << 19) ? 1 : 0}};
}

}  // namespace sylvite::generators
