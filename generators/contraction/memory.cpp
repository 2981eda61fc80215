#include <sylvite/generators/contraction/memory.hpp>
#include <sylvite/generators/lowering/heuristics.hpp>

namespace sylvite::generators {

std::int64_t stack_of_a_task(const index_space &space, const codegen::schedule &how) {
    const auto roles = roles_of(space, how.at("vector"));
    const auto element = static_cast<std::int64_t>(size_of(space.at(roles.root).accumulator));
    const std::int64_t sum_block = how.at("dots") != 0 ? 0 : how.at("sum_block");
    const std::int64_t panels = sum_block > 0 ? how.at("column_block") : 1;
    std::int64_t elements = 0;
    if (sum_block > 0 && how.at("sum_parts") == 0)
        elements += how.at("row_block") * how.at("rows") * panels * how.at("columns");
    if (how.at("pack_columns") == 2) {
        std::int64_t summed = 1;
        for (const axis_id a : roles.summed)
            summed *= sum_block > 0 && a == roles.summed.back() ? sum_block : space[a].bound;
        elements += panels * how.at("columns") * summed;
    }
    return elements * element;
}

std::uint64_t contraction_scratch(const index_space &space, const codegen::schedule &how) {
    if (!how.contains("pack_columns")) return reduction_scratch(space, how);
    const auto roles = roles_of(space, how.at("vector"));
    const std::int64_t sum_block = how.at("sum_block");
    // With blocks of the sum a task asks for all tiles that it may have, though there be fewer in the last one.
    const bool whole_tasks = sum_block > 0 && how.at("dots") == 0;
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
    if (how.at("pack_columns") == 1)
        total +=
            packed(roles.column_operand, roles.column, how.at("columns") * (whole_tasks ? how.at("column_block") : 1));
    if (how.at("pack_rows") != 0)
        total += packed(roles.row_operand, roles.row, how.at("rows") * (whole_tasks ? how.at("row_block") : 1));
    if (sum_block > 0 && how.at("sum_parts") != 0) {
        std::int64_t elements = how.at("sum_parts");
        for (const axis_id a : space.at(roles.root).free)
            elements *= round_up(space[a].bound, a == roles.row      ? how.at("rows") * how.at("row_block")
                                                 : a == roles.column ? how.at("columns") * how.at("column_block")
                                                                     : 1);
        total += block(static_cast<std::uint64_t>(elements) * size_of(space.at(roles.root).accumulator) + 128);
    }
    return total;
}

}  // namespace sylvite::generators
