#include <sylvite/generators/contraction/choices.hpp>
#include <sylvite/generators/contraction/storage.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {

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

std::int64_t most_rows_of_dots(const index_space &space, std::int64_t summed) {
    std::int64_t behind = 0;
    for (const value_id output : space.outputs()) behind += space.cost(output);
    return std::min<std::int64_t>(summed * 14 / (6 * (14 + behind)), summed > 1024 ? 48 : 96);
}

tile panel_tile_of(const axis &row, const axis &column, std::int64_t vector, std::int64_t registers,
                   const panel_costs &costs) {
    tile best{1, vector};
    std::int64_t best_cost = 0;
    for (std::int64_t vectors = 1; vectors <= std::min<std::int64_t>(6, (column.bound + vector - 1) / vector);
         ++vectors)
        for (std::int64_t rows = (registers - 1) / vectors - 1; rows >= 1; --rows) {
            const std::int64_t width = vectors * vector, sums = rows * vectors, columns = round_up(column.bound, width);
            const bool is_whole = !column.is_dynamic() && columns == column.bound;
            const bool packs = costs.packs == panel_costs::packing::always ||
                               (costs.packs == panel_costs::packing::where_it_pays && row.bound > 3 * rows);
            // Two fused operations a cycle, of four cycles each, want eight sums; more rows than a cache has ways
            // drive each other out of it where they are a page apart.
            std::int64_t of_a_sum = std::max<std::int64_t>(1000 + 300 / vectors + 860 / rows, 8 * 1300 / sums);
            if (vectors == 1) of_a_sum += 160;
            if (rows > 12) of_a_sum += 20 * (rows - 12);
            if (packs && costs.run > 0 && width > costs.run && width % costs.run != 0) of_a_sum += of_a_sum / 10;
            const std::int64_t cost =
                columns * (round_up(row.bound, rows) * of_a_sum + (packs || !is_whole ? costs.packing_rows * 1000 : 0));
            if (best_cost == 0 || cost < best_cost) {
                best = {rows, width};
                best_cost = cost;
            }
        }
    return best;
}

std::int64_t equal_block(std::int64_t summed, std::int64_t blocks) {
    return round_up((summed + blocks - 1) / blocks, 8);
}

std::int64_t block_of_sum(std::int64_t summed, const processor &cpu) {
    return summed <= cpu.l2_bytes / 512 ? 0 : equal_block(summed, (summed + 511) / 512);
}

task_loops choose_loops(const tile &t, std::int64_t tiles, std::int64_t panels, std::int64_t summed,
                        std::int64_t element, std::int64_t least, bool packs) {
    constexpr std::int64_t streamed_bytes = std::int64_t{5} << 20, work_of_one = std::int64_t{1} << 19, many_tasks = 32;
    const std::int64_t work_of_a_tile = t.rows * t.columns * summed;
    std::int64_t most = std::clamp<std::int64_t>(streamed_bytes / (t.rows * summed * element), 8, 1024);
    if (panels < many_tasks)
        most = std::min(most, std::max({work_of_one / work_of_a_tile, tiles * panels / many_tasks,
                                        packs ? (rows_that_pay_for_packing + t.rows - 1) / t.rows : 1}));
    // Where there are blocks of the sum, those of a task share the stack with its packed panels.
    if (least > 0) most = std::min(most, usual_stack / 2 / (t.rows * t.columns * element * least));
    most = std::max<std::int64_t>(1, most);
    const std::int64_t row_blocks = (tiles + most - 1) / most;
    const std::int64_t row_block = (tiles + row_blocks - 1) / row_blocks;
    least = std::max<std::int64_t>(least, 1);
    std::int64_t column_block = std::clamp(work_of_one / (row_block * work_of_a_tile), least, std::max(panels, least));
    while (column_block > least && panels % column_block != 0) --column_block;
    return {row_block, std::min(column_block, panels)};
}

bool is_swept(const axis &row, std::int64_t vector, std::int64_t innermost, std::int64_t operand_bytes) {
    return row.bound <= 8 * vector && innermost >= 2 * swept_block && operand_bytes > (std::int64_t{32} << 10);
}

task_loops sweeping_loops(const tile &t, std::int64_t tiles, std::int64_t panels, std::int64_t element) {
    constexpr std::int64_t swept_run = 2048;
    const std::int64_t run = swept_run / (t.columns * element), eighth = panels / 8;
    const std::int64_t most = usual_stack / (tiles * t.rows * t.columns * element);
    return {tiles, std::max<std::int64_t>(1, std::min({most, run, std::max(eighth, run / 2)}))};
}

task_loops output_loops(const tile &t, std::int64_t panels, std::int64_t summed) {
    return {std::max<std::int64_t>(1, (std::int64_t{1} << 17) / (t.rows * t.columns * panels * summed)), panels};
}

}  // namespace sylvite::generators
