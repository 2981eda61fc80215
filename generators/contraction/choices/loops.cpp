#include <sylvite/generators/contraction/choices/choices.hpp>
#include <sylvite/generators/contraction/storage.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

/// The size of each of so many blocks of a sum: equal ones, of whole vectors of eight.
std::int64_t equal_block(std::int64_t summed, std::int64_t blocks) {
    return round_up((summed + blocks - 1) / blocks, 8);
}

/// 0: all at once.
std::int64_t block_of_sum(std::int64_t summed, const processor &cpu) {
    return summed <= cpu.l2_bytes / 512 ? 0 : equal_block(summed, (summed + 511) / 512);
}

/// Tasks of all rows and a panel, as the rows can be streamed from the outer caches while the panel stays in the inner
/// ones; further split where that makes too few tasks for many processors, and not below a few microseconds of work.
/// `least`: the fewest panels of a task with blocks of the sum, 0 without. `packs`: a task may pack its panels, which
/// many rows have to pay for.
task_loops streaming_loops(const tile &t, std::int64_t tiles, std::int64_t panels, std::int64_t summed,
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

/// Tasks of all rows; of fewer columns where that makes more of them.
task_loops sweeping_loops(const tile &t, std::int64_t tiles, std::int64_t panels, std::int64_t element) {
    constexpr std::int64_t swept_run = 2048;
    const std::int64_t run = swept_run / (t.columns * element), eighth = panels / 8;
    const std::int64_t most = usual_stack / (tiles * t.rows * t.columns * element);
    return {tiles, std::max<std::int64_t>(1, std::min({most, run, std::max(eighth, run / 2), (panels + 1) / 2}))};
}

/// Tasks of rows that make a run, at most of what the stack holds the sums of.
task_loops run_loops(const tile &t, std::int64_t tiles, std::int64_t panels, std::int64_t element, std::int64_t least) {
    const std::int64_t run = std::max<std::int64_t>(1, bytes_of_a_run / (t.rows * element));
    const std::int64_t most = std::max<std::int64_t>(1, usual_stack / 2 / (t.rows * t.columns * element * least));
    const std::int64_t blocks = std::max({std::int64_t{1}, tiles / run, (tiles + most - 1) / most});
    return {(tiles + blocks - 1) / blocks, std::min(least, panels)};
}

/// Short sums make large outputs: these are written in the order of memory, a task all columns of a few rows. K of 8 to
/// 32: 1.1 to 5 times as fast with AVX-512; of 64: no difference.
constexpr std::int64_t short_sum = 48;
task_loops output_loops(const tile &t, std::int64_t panels, std::int64_t summed) {
    return {std::max<std::int64_t>(1, (std::int64_t{1} << 17) / (t.rows * t.columns * panels * summed)), panels};
}

}  // namespace

bool reads_runs_of_rows(const contraction_facts &f, contraction_method m, const tile &t) {
    return m == contraction_method::panels && f.has_runs_of_rows && f.panels(t) < 4 && f.innermost >= 4 * sum_of_runs;
}

sum_split split_sum(const contraction_facts &f, contraction_method m, const tile &t) {
    const std::int64_t parts = f.innermost >= very_long_sum ? 16 : 8;
    sum_split sum{block_of_sum(f.innermost, f.cpu), 0};
    switch (m) {
        case contraction_method::dots:
            return {0, 0};
        case contraction_method::swept:
            return {f.operand_bytes <= f.cpu.l2_bytes / 2 && !f.has_partial_panel(t) ? 0 : swept_block, 0};
        case contraction_method::parts:
            if (f.innermost < very_long_sum) sum.block = equal_block(f.innermost, parts);
            sum.parts = sum.block > 0 ? parts : 0;
            return sum;
        case contraction_method::panels:
            if (reads_runs_of_rows(f, m, t))
                sum.block = equal_block(f.innermost, (f.innermost + sum_of_runs - 1) / sum_of_runs);
            return sum;
    }
    return sum;
}

task_loops choose_loops(const contraction_facts &f, contraction_method m, const tile &t, const sum_split &sum,
                        bool packs_columns) {
    const std::int64_t tiles = f.tiles(t), panels = f.panels(t);
    if (sum.parts > 0) return {tiles, panels};
    const bool is_swept = m == contraction_method::swept;
    if (m != contraction_method::dots && !is_swept && f.is_plain() && f.summed <= short_sum &&
        f.outputs * f.element > f.cpu.l2_bytes / 2)
        return output_loops(t, panels, f.summed);
    if (is_swept && sum.block > 0) return sweeping_loops(t, tiles, panels, f.element);
    // Several narrow panels make longer runs of memory to pack. Few panels are packed by all tasks together.
    const std::int64_t runs = std::clamp<std::int64_t>(256 / (t.columns * f.element), 1, f.is_contiguous ? 4 : 2);
    if (reads_runs_of_rows(f, m, t)) return run_loops(t, tiles, panels, f.element, runs);
    return streaming_loops(t, tiles, panels, f.summed, f.element, sum.block > 0 ? runs : 0,
                           packs_columns && f.is_plain() && panels > 4);
}

}  // namespace sylvite::generators
