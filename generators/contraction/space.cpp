#include <sylvite/generators/contraction/storage.hpp>
#include <sylvite/generators/spec/heuristics.hpp>
#include <sylvite/generators/spec/spaces.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

std::vector<std::int64_t> within(std::vector<std::int64_t> values, std::int64_t most) {
    std::erase_if(values, [&](std::int64_t v) { return v > most; });
    return values;
}

}  // namespace

tuning_space contraction_family::space(const index_space &space, const processor &cpu) {
    const std::int64_t lanes = lanes_of(space, cpu);
    const auto roles = roles_of(space, lanes);
    if (!roles.has_tiles) return reduction_family::space(space, cpu);
    const std::int64_t rows = space[roles.row].bound, columns = space[roles.column].bound;
    // Tiles of dots are a few columns wide, panels whole vectors.
    const std::int64_t most_columns = std::min(round_up(columns, lanes), 8 * lanes);
    std::vector<std::int64_t> widths = within({1, 2, 3, 4, 5, 6, 7, 8}, columns);
    for (std::int64_t n = lanes; n <= most_columns; n += lanes) widths.push_back(n);
    std::sort(widths.begin(), widths.end());
    widths.erase(std::unique(widths.begin(), widths.end()), widths.end());
    const std::int64_t summed = round_up(space[roles.summed.back()].bound, 8);
    const std::vector<std::int64_t> blocks{1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 256, 512, 1024};
    return {{"vector", {lanes}, 1, true},
            {"rows", within({1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16}, std::max<std::int64_t>(rows, 2)), 1, false},
            {"columns", std::move(widths), 1, false},
            {"dots", roles.can_dot ? std::vector<std::int64_t>{0, 1} : std::vector<std::int64_t>{0}, 1, true},
            {"pack_rows", {0, 1}, 1, true},
            {"pack_columns", {0, 1, 2}, 1, true},
            {"sum_block", within({0, 64, 128, 192, 256, 384, 512, 768, 1024, 2048, 4096}, summed), 1, false},
            {"sum_parts", {0, 2, 4, 8, 16, 32}, 1, true},
            {"row_block", within(blocks, rows), 1, false},
            {"column_block", within(blocks, columns), 1, false},
            {"parallel", {0, 1}, 1, true}};
}

std::string contraction_family::conflict(const index_space &space, const schedule_type &chosen, const processor &cpu) {
    if (const auto *reduced = std::get_if<reduction_schedule>(&chosen))
        return reduction_family::conflict(space, *reduced, cpu);
    const auto &tiled = std::get<contraction_schedule>(chosen);
    const std::int64_t rows = tiled.rows, columns = tiled.columns, vector = tiled.vector;
    const bool dots = tiled.dots;
    if (!dots && columns % vector != 0) return "\"columns\" is no multiple of \"vector\", and \"dots\" is 0";
    if (dots && tiled.sum_block != 0) return "\"sum_block\" is not 0, and \"dots\" is not 0";
    if (tiled.sum_block == 0 && tiled.sum_parts != 0) return "\"sum_parts\" is not 0, and \"sum_block\" is 0";
    if (dots && tiled.pack_columns == packing::in_tasks) return "\"pack_columns\" is 2, and \"dots\" is not 0";
    if (const std::int64_t stack = stack_of(storage(space, chosen)); stack > most_stack)
        return "a task would keep " + std::to_string(stack) + " bytes on its stack, more than " +
               std::to_string(most_stack);
    const std::int64_t sums = rows * (dots ? columns : columns / vector);
    // Twice as many as there are registers: what is beyond that spends its time on the stack.
    if (sums > 2 * cpu.vector_registers)
        return "\"rows\" and \"columns\" make " + std::to_string(sums) + " vectors of sums, and the processor has " +
               std::to_string(cpu.vector_registers) + " registers";
    return {};
}

}  // namespace sylvite::generators
