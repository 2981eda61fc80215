#include <sylvite/generators/convolution/storage.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

/// Floor of n / d for a positive d.
std::int64_t floor_of(std::int64_t n, std::int64_t d) { return n >= 0 ? n / d : -((-n + d - 1) / d); }

std::int64_t panels_of(const index_space &space, const convolution_roles &roles, const convolution_schedule &chosen) {
    return parts_of(space[roles.column].bound, chosen.columns);
}

/// The first and the last element that a block sees along a window axis, of its first position's first tap and of its
/// last one's last; of the first block. A strided adjoint's block begins with a whole phase.
struct seen_range {
    std::int64_t first = 0, last = 0;
};
seen_range seen_along(const index_space &space, const convolution_roles &roles, const convolution_schedule &chosen,
                      const window_axis &w) {
    const index_map &map = space[w.id].map;
    std::int64_t low = map.offset, high = map.offset;
    for (const index_term &t : map.terms) {
        std::int64_t count = block_along(space, roles, chosen, t.axes.front());
        if (t.axes.front() == w.kept) count *= map.divisor;
        (t.coefficient < 0 ? low : high) += t.coefficient * (count - 1);
    }
    return {floor_of(low, map.divisor), floor_of(high, map.divisor)};
}
std::int64_t count_of(const seen_range &r) { return r.last - r.first + 1; }

}  // namespace

std::int64_t tile_along(const convolution_schedule &chosen, std::size_t k) {
    return k == 0 ? chosen.tile_0 : k == 1 ? chosen.tile_1 : k == 2 ? chosen.tile_2 : 1;
}

std::vector<axis_id> summed_axes(const convolution_roles &roles, const convolution_schedule &chosen) {
    std::vector<axis_id> axes = roles.summed;
    const window_axis *w = roles.shared_window();
    const bool has_shared = roles.sums_positions ? roles.sums_by_lane() : chosen.taps_inside;
    if (!has_shared || w == nullptr || w->summed < 0) return axes;
    std::erase(axes, w->summed);
    axes.push_back(w->summed);
    return axes;
}

bool overruns(const index_space &space, const convolution_roles &roles, const convolution_schedule &chosen,
              std::size_t k) {
    const axis_id a = roles.row(k);
    const std::int64_t divisor = divisor_of(space, roles, a), size = tile_along(chosen, k);
    if (space[a].is_dynamic()) return size > 1;
    if (space[a].bound % (size * divisor) == 0) return false;
    return roles.sums_positions || is_in_place(space) || divisor != 1 || space[a].bound < size;
}

std::int64_t block_along(const index_space &space, const convolution_roles &roles, const convolution_schedule &chosen,
                         axis_id a) {
    if (roles.has_position_column && !roles.sums_positions && a == roles.column)
        return panels_of(space, roles, chosen) * chosen.columns;
    std::int64_t position = 0;
    for (auto w = roles.windows.rbegin(); w != roles.windows.rend(); ++w, ++position)
        if (roles.position_of(*w) == a)
            return position == 0 ? chosen.block_0 : position == 1 ? chosen.block_1 : position == 2 ? chosen.block_2 : 1;
    if (a == roles.column) return chosen.columns;
    const bool is_tap = roles.window_of(a) != nullptr;
    if (contains(roles.summed, a)) return roles.sums_positions && !is_tap ? 1 : space[a].bound;
    const int row = roles.place_of_row(a);
    if (row < 0) return 1;
    const std::int64_t size = tile_along(chosen, static_cast<std::size_t>(row));
    return roles.sums_positions ? round_up(space[a].bound, size) : size;
}

stored_func copied_windows(const index_space &space, const convolution_roles &roles,
                           const convolution_schedule &chosen) {
    stored_func copy{.where = stored_func::place::stack, .element_bytes = {size_of(space.at(roles.root).accumulator)}};
    for (auto a = roles.copied.rbegin(); a != roles.copied.rend(); ++a) {
        const auto window = std::ranges::find(roles.windows, *a, &window_axis::id);
        copy.extents.push_back(window != roles.windows.end() ? count_of(seen_along(space, roles, chosen, *window))
                                                             : block_along(space, roles, chosen, *a));
    }
    return copy;
}

stored_func results_of_phases(const index_space &space, const convolution_roles &roles,
                              const convolution_schedule &chosen) {
    stored_func results{.where = stored_func::place::stack,
                        .extents = {chosen.columns},
                        .element_bytes = {size_of(space.at(roles.root).accumulator)}};
    for (auto a = roles.rows.rbegin(); a != roles.rows.rend(); ++a)
        results.extents.push_back(block_along(space, roles, chosen, *a));
    for (const axis_id a : phased_rows(space, roles)) results.extents.push_back(divisor_of(space, roles, a));
    for (std::size_t i = 0; i < roles.others.size(); ++i) results.extents.push_back(1);
    results.extents.push_back(roles.is_shared_column ? 1 : panels_of(space, roles, chosen));
    return results;
}

run_of_elements elements_along_memory(const index_space &space, const convolution_roles &roles,
                                      const convolution_schedule &chosen) {
    const auto w = std::ranges::find(roles.windows, roles.copied.back(), &window_axis::id);
    if (w == roles.windows.end() || space[w->id].is_dynamic() || space[w->id].map.divisor != 1) return {};
    const axis_id position = roles.position_of(*w);
    if (position < 0 || block_along(space, roles, chosen, position) < space[position].bound ||
        main_stride(space, roles.seen, position) != 1)
        return {};
    const seen_range seen = seen_along(space, roles, chosen, *w);
    run_of_elements run{.first_seen = seen.first, .last_seen = seen.last + 1};
    run.first = std::clamp<std::int64_t>(0, run.first_seen, run.last_seen);
    run.last = std::clamp<std::int64_t>(space[w->id].bound, run.first, run.last_seen);
    return run;
}

operand_block block_of_other(const index_space &space, const convolution_roles &roles,
                             const convolution_schedule &chosen) {
    operand_block block;
    block.memory = {.where = stored_func::place::stack, .element_bytes = {size_of(space.at(roles.root).accumulator)}};
    block.axes.push_back(roles.column);
    const auto &free = space.at(roles.other).free;
    for (auto a = free.rbegin(); a != free.rend(); ++a)
        if (*a != roles.column) block.axes.push_back(*a);
    for (const axis_id a : block.axes) block.memory.extents.push_back(block_along(space, roles, chosen, a));
    block.memory.extents.push_back(1);  // block of positions
    return block;
}

column_panels packed_panels(const index_space &space, const convolution_roles &roles,
                            const convolution_schedule &chosen) {
    column_panels p;
    const auto &free = space.at(roles.other).free;
    const std::vector<axis_id> summed = summed_axes(roles, chosen);
    for (auto a = summed.rbegin(); a != summed.rend(); ++a)
        if (contains(free, *a)) p.summed.push_back(*a);
    for (const axis_id a : free)
        if (a != roles.column && !contains(p.summed, a)) p.further.push_back(a);
    p.memory.element_bytes = {size_of(space.at(roles.root).accumulator)};
    p.memory.extents.push_back(chosen.columns);
    for (const axis_id a : p.summed) p.memory.extents.push_back(space[a].bound);
    p.memory.extents.push_back(panels_of(space, roles, chosen));
    for (const axis_id a : p.further) p.memory.extents.push_back(space[a].bound);
    return p;
}

stored_func sums_of_positions(const index_space &space, const convolution_roles &roles,
                              const convolution_schedule &chosen) {
    stored_func sums{.element_bytes = {size_of(space.at(roles.root).accumulator)}};
    sums.extents.push_back(chosen.columns * (roles.sums_by_lane() ? 1 : panels_of(space, roles, chosen)));
    for (auto a = roles.rows.rbegin(); a != roles.rows.rend(); ++a) sums.extents.push_back(space[*a].bound);
    for (const axis_id a : roles.others) sums.extents.push_back(space[a].bound);
    sums.extents.push_back(chosen.parts);
    return sums;
}

std::vector<stored_func> stored_funcs(const index_space &space, const convolution_roles &roles,
                                      const convolution_schedule &chosen) {
    std::vector<stored_func> all;
    if (chosen.packs_columns)
        all.push_back(roles.sums_by_lane() ? block_of_other(space, roles, chosen).memory
                                           : packed_panels(space, roles, chosen).memory);
    if (chosen.copies_windows) all.push_back(copied_windows(space, roles, chosen));
    if (!phased_rows(space, roles).empty()) all.push_back(results_of_phases(space, roles, chosen));
    if (roles.sums_positions) all.push_back(sums_of_positions(space, roles, chosen));
    return all;
}

std::vector<stored_func> convolution_family::storage(const index_space &space, const schedule_type &chosen) {
    if (const auto *mine = std::get_if<convolution_schedule>(&chosen))
        return stored_funcs(space, convolution_roles_of(space, mine->vector), *mine);
    return contraction_family::storage(space, as_contraction(chosen));
}

}  // namespace sylvite::generators
