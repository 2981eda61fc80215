#include <sylvite/generators/convolution/storage.hpp>
#include <sylvite/generators/spec/heuristics.hpp>
#include <sylvite/generators/spec/spaces.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

std::vector<std::int64_t> numbers_to(std::int64_t most) {
    std::vector<std::int64_t> all;
    for (std::int64_t n = 1; n <= most; ++n) all.push_back(n);
    return all;
}

}  // namespace

tuning_space convolution_family::space(const index_space &space, const processor &cpu) {
    const std::int64_t lanes = lanes_of(space, cpu);
    const convolution_roles roles = convolution_roles_of(space, lanes);
    if (!std::holds_alternative<convolution_schedule>(choose(space, cpu))) return contraction_family::space(space, cpu);
    const auto row = [&](std::size_t k) { return k < roles.rows.size() ? space[roles.row(k)].bound : 1; };
    const auto positions = [&](std::size_t k) -> std::int64_t {
        if (k >= roles.windows.size()) return 1;
        const axis_id a = roles.position_of(roles.window(k));
        return a < 0 ? 1 : round_up(space[a].bound, 32);
    };
    std::vector<std::int64_t> widths;
    const std::int64_t widest =
        roles.sums_by_lane() ? lanes : std::min(round_up(space[roles.column].bound, lanes), 4 * lanes);
    for (std::int64_t n = lanes; n <= widest; n += lanes) widths.push_back(n);
    return {{"vector", {lanes}, 1, true},
            {"columns", widths, lanes, true},
            {"tile_0", numbers_to(std::min<std::int64_t>(row(0), 28)), 1, false},
            {"tile_1", numbers_to(std::min<std::int64_t>(row(1), 14)), 1, false},
            {"tile_2", numbers_to(std::min<std::int64_t>(row(2), 8)), 1, false},
            {"taps_inside", {0, 1}, 1, true},
            {"unroll", {1, 2, 3, 4, 5, 6, 7, 8, 16}, 1, false},
            {"copies_windows", {0, 1}, 1, true},
            {"packs_columns",
             roles.has_position_column && !roles.sums_positions ? std::vector<std::int64_t>{0}
                                                                : std::vector<std::int64_t>{0, 1},
             1, true},
            {"block_0", doubles(1, positions(0)), 1, false},
            {"block_1", doubles(1, positions(1)), 1, false},
            {"block_2", doubles(1, positions(2)), 1, false},
            {"panel_tasks", {0, 1}, 1, true},
            {"parallel", {0, 1}, 1, true}};
}

std::string convolution_family::conflict(const index_space &space, const schedule_type &chosen, const processor &cpu) {
    const auto *mine = std::get_if<convolution_schedule>(&chosen);
    if (mine == nullptr) return contraction_family::conflict(space, as_contraction(chosen), cpu);
    const convolution_roles roles = convolution_roles_of(space, mine->vector);
    const std::int64_t sums = mine->tile_0 * mine->tile_1 * mine->tile_2 * (mine->columns / mine->vector);
    if (sums > 2 * cpu.vector_registers)
        return "the tile has " + std::to_string(sums) + " vectors of sums, and the processor has " +
               std::to_string(cpu.vector_registers) + " registers";
    if (const std::int64_t stack = stack_of(storage(space, chosen)); stack > most_stack)
        return "a task would keep " + std::to_string(stack) + " bytes on its stack, more than " +
               std::to_string(most_stack);
    if (roles.sums_by_lane()) {
        const std::int64_t positions = space[roles.column].bound;
        if (mine->block_0 % mine->columns != 0)
            return "\"block_0\" is no multiple of the " + std::to_string(mine->columns) + " lanes";
        if (!mine->packs_columns && positions % mine->block_0 != 0)
            return "without \"packs_columns\" " + std::to_string(positions) + " positions are no whole blocks";
        if (!mine->copies_windows && positions % mine->columns != 0)
            return "without \"copies_windows\" " + std::to_string(positions) + " positions are no whole vectors";
    }
    for (std::size_t k = 0; k < roles.windows.size() && k < 3; ++k) {
        const axis_id a = roles.position_of(roles.window(k));
        const int row = roles.place_of_row(a);
        if (row < 0) continue;
        const std::int64_t tile = tile_along(*mine, static_cast<std::size_t>(row));
        const std::int64_t block = block_along(space, roles, *mine, a);
        if (block % tile != 0)
            return "\"block_" + std::to_string(k) + "\" is no multiple of the tile's " + std::to_string(tile);
    }
    return {};
}

}  // namespace sylvite::generators
