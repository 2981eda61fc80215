#include <sylvite/generators/contraction/storage.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

namespace sylvite::generators {

tile_shape tile_of(const contraction_schedule &chosen) {
    return {.rows = static_cast<int>(chosen.rows),
            .columns = static_cast<int>(chosen.columns),
            .vector = static_cast<int>(chosen.vector),
            .dots = chosen.dots,
            .pack_rows = chosen.pack_rows,
            .pack_columns = chosen.pack_columns,
            .sum_block = chosen.dots ? 0 : static_cast<int>(chosen.sum_block),
            .sum_parts = chosen.dots ? 0 : static_cast<int>(chosen.sum_parts),
            .task_tiles = static_cast<int>(chosen.row_block),
            .task_panels = static_cast<int>(chosen.column_block)};
}

namespace {

packed_operand packed(const index_space &space, const contraction_roles &roles, const tile_shape &tile,
                      value_id operand, axis_id tiled, int size) {
    packed_operand p{.operand = operand, .tiled = tiled, .size = size};
    const auto &free = space.at(operand).free;
    for (std::size_t i = roles.summed.size(); i-- > 0;)
        if (contains(free, roles.summed[i])) p.summed.push_back(roles.summed[i]);
    for (const axis_id a : free)
        if (!contains(p.summed, a) && !(p.is_in_tiles() && a == tiled)) p.further.push_back(a);
    if (tile.has_blocks() && contains(free, roles.summed.back())) {
        p.blocked = roles.summed.back();
        p.block = tile.sum_block;
    }
    p.memory.element_bytes = {size_of(space.at(roles.root).accumulator)};
    return p;
}

/// `tiles` of them, or groups; a task's copy has one of each but of what it sums.
void set_extents(packed_operand &p, const index_space &space, std::int64_t tiles, int rows_of_dots) {
    const bool whole = !p.is_in_tasks();
    auto &extents = p.memory.extents;
    if (p.is_in_tiles()) extents.push_back(p.size);
    for (const axis_id a : p.summed) extents.push_back(a == p.blocked ? p.block : space[a].bound);
    if (p.group > 1) extents.push_back(p.group);
    if (p.is_in_tiles()) extents.push_back(whole ? tiles : 1);
    for (const axis_id a : p.further)
        extents.push_back(!whole ? 1 : round_up(space[a].bound, a == p.tiled ? rows_of_dots : 1));
    if (p.is_blocked()) extents.push_back(whole ? parts_of(space[p.blocked].bound, p.block) : 1);
}

/// With blocks of the sum a task asks for all tiles that it may have, though there be fewer in the last one.
std::int64_t tiles_of(const axis &a, int size, const tile_shape &tile, int task) {
    return round_up(parts_of(a.bound, size), tile.has_blocks() ? task : 1);
}

}  // namespace

std::optional<packed_operand> packed_columns(const index_space &space, const contraction_roles &roles,
                                             const tile_shape &tile) {
    if (tile.pack_columns == packing::none) return {};
    packed_operand p = packed(space, roles, tile, roles.column_operand, roles.column, tile.columns);
    if (tile.pack_columns == packing::in_tasks) {
        p.memory.where = stored_func::place::stack;
        if (tile.has_blocks()) p.group = tile.task_panels;
    }
    set_extents(p, space, tiles_of(space[roles.column], tile.columns, tile, tile.task_panels), 1);
    return p;
}

std::optional<packed_operand> packed_rows(const index_space &space, const contraction_roles &roles,
                                          const tile_shape &tile) {
    if (!tile.pack_rows) return {};
    packed_operand p = packed(space, roles, tile, roles.row_operand, roles.row, tile.dots ? 0 : tile.rows);
    set_extents(p, space, tiles_of(space[roles.row], tile.rows, tile, tile.task_tiles), tile.rows);
    return p;
}

std::optional<stored_func> sums_of_blocks(const index_space &space, const contraction_roles &roles,
                                          const tile_shape &tile) {
    if (!tile.has_blocks()) return {};
    const bool whole = tile.sum_parts > 0;
    stored_func sums{.where = whole ? stored_func::place::scratch : stored_func::place::stack,
                     .extents = {tile.columns, tile.rows, tile.task_tiles, tile.task_panels},
                     .element_bytes = {size_of(space.at(roles.root).accumulator)}};
    sums.extents.push_back(whole ? parts_of(space[roles.column].bound, tile.columns * tile.task_panels) : 1);
    sums.extents.push_back(whole ? parts_of(space[roles.row].bound, tile.rows * tile.task_tiles) : 1);
    for (const axis_id a : space.at(roles.root).free)
        if (a != roles.row && a != roles.column) sums.extents.push_back(whole ? space[a].bound : 1);
    if (whole) sums.extents.push_back(tile.sum_parts);
    return sums;
}

std::vector<stored_func> contraction_family::storage(const index_space &space, const schedule_type &chosen) {
    if (const auto *reduced = std::get_if<reduction_schedule>(&chosen))
        return reduction_family::storage(space, *reduced);
    const tile_shape tile = tile_of(std::get<contraction_schedule>(chosen));
    const auto roles = roles_of(space, tile.vector);
    std::vector<stored_func> all;
    if (const auto p = packed_columns(space, roles, tile)) all.push_back(p->memory);
    if (const auto p = packed_rows(space, roles, tile)) all.push_back(p->memory);
    if (const auto sums = sums_of_blocks(space, roles, tile)) all.push_back(*sums);
    return all;
}

}  // namespace sylvite::generators
