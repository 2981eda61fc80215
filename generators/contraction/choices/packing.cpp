#include <sylvite/generators/contraction/choices/choices.hpp>
#include <sylvite/generators/contraction/storage.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {

bool packs_columns(const contraction_facts &f, contraction_method m, const tile &t) {
    if (m == contraction_method::dots) return !f.has_plain_columns;
    if (m == contraction_method::swept) return false;
    if (f.must_pack_columns()) return true;
    return m != contraction_method::parts &&
           (f.has_partial_panel(t) || (f.tiles(t) >= 4 && !reads_runs_of_rows(f, m, t)));
}

bool packs_rows(const contraction_facts &f, contraction_method m, const tile &t, const sum_split &sum) {
    if (!f.has_plain_rows) return true;
    if (m == contraction_method::dots || m == contraction_method::swept) return false;
    // Rows that are not contiguous along the summed axis cost a cache line for each element of a tile, which the cache
    // keeps for the next tiles of a short sum; long ones fall into the same lines of the caches.
    const bool is_scattered = f.summed > 128 && main_stride(f.space, f.roles.row_operand, f.roles.summed.back()) != 1;
    if (is_scattered && f.panels(t) >= 4 && m != contraction_method::parts) return true;
    return f.summed * f.element >= 4096 && f.panels(t) >= 32 && (sum.block > 0 || !f.has_many_registers);
}

packing place_packing(const contraction_facts &f, contraction_method m, const tile &t, const sum_split &sum,
                      const task_loops &loops, bool packs_columns) {
    if (!packs_columns) return packing::none;
    const std::int64_t panels_at_once = sum.block > 0 ? loops.column_block : 1;
    const std::int64_t summed_at_once = sum.block > 0 ? f.summed / f.innermost * sum.block : f.summed;
    bool is_used_once = loops.row_block == f.tiles(t);
    for (const axis_id a : f.space.at(f.roles.root).free)
        if (a != f.roles.row && !contains(f.space.at(f.roles.column_operand).free, a)) is_used_once = false;
    const bool is_small = t.columns * summed_at_once * f.element * panels_at_once <= usual_stack;
    const bool is_used_by_many = f.is_plain() && loops.row_block * t.rows >= rows_that_pay_for_packing;
    return m != contraction_method::dots && is_small && (is_used_once || is_used_by_many) ? packing::in_tasks
                                                                                          : packing::whole;
}

few_rows choose_few_rows(const contraction_facts &f, contraction_method m, const tile &t, bool packs_columns) {
    few_rows few{0, f.roles.can_dot ? tile_of_dots(f) : t};
    if (!f.row.is_dynamic() || m == contraction_method::dots || !packs_columns || !f.is_plain()) return few;
    if (f.roles.can_dot)
        few.rows = std::max(few.with.rows, std::min(most_rows_of_dots(f), f.row.bound - 1));
    else if (f.is_contiguous && !f.has_partial_panel(t))
        few.rows = t.rows;
    return few;
}

}  // namespace sylvite::generators
