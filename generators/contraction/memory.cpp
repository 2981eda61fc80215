#include <sylvite/generators/contraction/memory.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

namespace sylvite::generators {

std::int64_t stack_of_a_task(const index_space &space, const contraction_schedule &how) {
    const auto roles = roles_of(space, how.vector);
    const auto element = static_cast<std::int64_t>(size_of(space.at(roles.root).accumulator));
    const std::int64_t sum_block = how.dots ? 0 : how.sum_block;
    const std::int64_t panels = sum_block > 0 ? how.column_block : 1;
    std::int64_t elements = 0;
    if (sum_block > 0 && how.sum_parts == 0) elements += how.row_block * how.rows * panels * how.columns;
    if (how.pack_columns == packing::blocks) {
        std::int64_t summed = 1;
        for (const axis_id a : roles.summed)
            summed *= sum_block > 0 && a == roles.summed.back() ? sum_block : space[a].bound;
        elements += panels * how.columns * summed;
    }
    return elements * element;
}

std::uint64_t contraction_family::scratch(const index_space &space, const schedule_type &chosen) {
    if (const auto *how = std::get_if<reduction_schedule>(&chosen)) return reduction_family::scratch(space, *how);
    const auto &how = std::get<contraction_schedule>(chosen);
    const auto roles = roles_of(space, how.vector);
    const std::int64_t sum_block = how.sum_block;
    // With blocks of the sum a task asks for all tiles that it may have, though there be fewer in the last one.
    const bool whole_tasks = sum_block > 0 && !how.dots;
    const auto packed = [&](value_id operand, axis_id tiled, std::int64_t tile) {
        std::int64_t elements = 1;
        for (const axis_id a : space.at(operand).free) {
            const bool is_blocked = whole_tasks && a == roles.summed.back();
            elements *= round_up(space[a].bound, a == tiled ? tile : is_blocked ? sum_block : 1);
        }
        const auto type = space.at(roles.root).accumulator;
        return block(static_cast<std::uint64_t>(elements) * size_of(type) + 128);
    };
    std::uint64_t total = 0;
    if (how.pack_columns == packing::whole)
        total += packed(roles.column_operand, roles.column, how.columns * (whole_tasks ? how.column_block : 1));
    if (how.pack_rows) total += packed(roles.row_operand, roles.row, how.rows * (whole_tasks ? how.row_block : 1));
    if (sum_block > 0 && how.sum_parts != 0) {
        std::int64_t elements = how.sum_parts;
        for (const axis_id a : space.at(roles.root).free)
            elements *= round_up(space[a].bound, a == roles.row      ? how.rows * how.row_block
                                                 : a == roles.column ? how.columns * how.column_block
                                                                     : 1);
        total += block(static_cast<std::uint64_t>(elements) * size_of(space.at(roles.root).accumulator) + 128);
    }
    return total;
}

}  // namespace sylvite::generators
