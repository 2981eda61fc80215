#include <sylvite/generators/lowering/loops.hpp>
#include <sylvite/generators/row_wise/algorithm.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

using Halide::TailStrategy;

/// All loops of the Func, with the rows innermost and in the lanes.
void put_rows_in_lanes(Func &f, const Var &row, int lanes) {
    const auto put_inside = [&](Halide::Stage stage, std::vector<Halide::VarOrRVar> others) {
        others.insert(others.begin(), row);
        stage.reorder(others).vectorize(row, lanes, TailStrategy::GuardWithIf);
    };
    std::vector<Halide::VarOrRVar> others;
    for (const Var &v : f.args())
        if (v.name() != row.name()) others.emplace_back(v);
    put_inside(Halide::Stage(f), others);
    for (int u = 0; u < f.num_update_definitions(); ++u) {
        const std::vector<Halide::RVar> summed = f.rvars(u);
        put_inside(f.update(u), {summed.begin(), summed.end()});
    }
}

/// The last group begins earlier where the rows do not fill it. Fewer rows than lanes are done one by one.
void split_into_groups(Halide::Stage stage, kernel &k, const kernel_rows &rows, int in_group, const Var &group,
                       std::int64_t grain) {
    const auto axes = k.space.output_axes();
    const axis_id row = rows.in_lanes();
    Var lane("row_lane");
    stage.split(k.var(row), group, lane, in_group, TailStrategy::ShiftInwards);
    std::vector<Halide::VarOrRVar> order{lane}, outer;
    for (std::size_t i = axes.size(); i-- > 0;)
        if (axes[i] != row) (rows.has(axes[i]) ? outer : order).emplace_back(k.var(axes[i]));
    order.emplace_back(group);
    order.insert(order.end(), outer.begin(), outer.end());
    stage.reorder(order).vectorize(lane);
    if (grain > 0) {
        Var task("task");
        const int groups = std::max(1, static_cast<int>(grain) / in_group);
        stage.split(group, task, group, groups, TailStrategy::GuardWithIf).parallel(task);
    }
}

/// Gives the loop over groups of rows.
Var schedule_rows_in_lanes(kernel &k, row_wise_funcs &funcs, const row_wise_schedule &chosen) {
    const auto lanes = static_cast<int>(chosen.row_lanes);
    const axis_id row = funcs.rows.in_lanes();
    for (reduction_chain &chain : funcs.chains) {
        const std::size_t place = place_of(k.space.at(chain.value).free, row);
        for (Func &f : chain.stages) put_rows_in_lanes(f, chain.vars[place], lanes);
    }
    const Var group("row_block");
    Halide::Stage stage = k.stage();
    if (k.space[row].is_dynamic())
        split_into_groups(stage.specialize(k.extent(row) >= lanes), k, funcs.rows, lanes, group, chosen.grain);
    split_into_groups(stage, k, funcs.rows, k.space[row].is_dynamic() ? 1 : lanes, group, chosen.grain);
    return group;
}

/// Gives the loop over rows.
Var schedule_row_by_row(kernel &k, const kernel_rows &rows, const row_wise_schedule &chosen) {
    const auto axes = k.space.output_axes();
    Halide::Stage stage = k.stage();
    Var level = Var::outermost();
    for (std::size_t i = axes.size(); i-- > 0;)
        if (rows.has(axes[i])) {
            level = k.var(axes[i]);
            break;
        }
    if (chosen.grain > 0 && level.name() != Var::outermost().name()) {
        Var task("task");
        stage.split(level, task, level, static_cast<int>(chosen.grain), TailStrategy::GuardWithIf).parallel(task);
    }
    if (!axes.empty() && !rows.has(axes.back())) {
        const auto width = static_cast<int>(std::min(chosen.vector, power_of_two_within(k.space[axes.back()].bound)));
        if (width > 1) stage.vectorize(k.vars().front(), width, tail_of(k, axes.back(), width));
    }
    return level;
}

}  // namespace

void row_wise_family::schedule_cpu(kernel &k, row_wise_funcs &funcs, const row_wise_schedule &chosen) {
    for (reduction_chain &chain : funcs.chains) schedule_lanes(chain, static_cast<int>(chosen.vector));
    for (auto &[id, f, row, is_kept] : funcs.values) {
        if (row) {
            put_rows_in_lanes(f, *row, static_cast<int>(chosen.row_lanes));
        } else if (is_kept) {
            const std::int64_t columns = funcs.rows.kept(id).extents.front();
            const auto width = static_cast<int>(std::min(chosen.vector, power_of_two_within(columns)));
            if (width > 1) f.vectorize(f.args().front(), width, TailStrategy::ShiftInwards);
        }
    }
    const Var level =
        chosen.row_lanes > 0 ? schedule_rows_in_lanes(k, funcs, chosen) : schedule_row_by_row(k, funcs.rows, chosen);
    for (reduction_chain &chain : funcs.chains)
        for (Func &f : chain.stages) f.compute_at(k.output(), level);
    for (auto &held : funcs.values) held.f.compute_at(k.output(), level);
    for (random_block &block : funcs.random)
        schedule_random_block(block, k.output(), level, static_cast<int>(chosen.vector));
}

}  // namespace sylvite::generators
