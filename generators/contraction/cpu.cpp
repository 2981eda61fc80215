#include <sylvite/generators/contraction/cpu.hpp>
#include <sylvite/generators/lowering/loops.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

namespace sylvite::generators {

using Halide::Partition;
using Halide::TailStrategy;

namespace {

/// Loops over the output: batch and further rows and columns, blocks of rows, blocks of panels (together these are
/// tasks), panels, register tiles; in each tile the contraction, then what follows it elementwise.
void schedule_loops(kernel &k, const contraction_roles &roles, const contraction_schedule &chosen, Halide::Stage stage,
                    const tile_shape &shape, const tile_loops &loops) {
    Var n = k.var(roles.column), m = k.var(roles.row);
    Var lane("lane"), row("row"), row_block("row_block"), panel_block("panel_block");
    stage.split(n, loops.panel, n, shape.columns, TailStrategy::GuardWithIf)
        .split(loops.panel, panel_block, loops.panel, static_cast<int>(chosen.column_block), TailStrategy::GuardWithIf)
        .split(m, loops.row_tile, row, shape.rows, TailStrategy::GuardWithIf)
        .split(loops.row_tile, row_block, loops.row_tile, static_cast<int>(chosen.row_block),
               TailStrategy::GuardWithIf);

    const auto width = static_cast<int>(power_of_two_within(std::min<std::int64_t>(chosen.vector, shape.columns)));
    std::vector<Halide::VarOrRVar> order;
    if (width > 1) {
        stage.split(n, n, lane, width).vectorize(lane);
        order.emplace_back(lane);
    }
    order.emplace_back(n);
    order.emplace_back(row);
    std::vector<Var> outer{panel_block, row_block};
    const auto axes = k.space.output_axes();
    for (std::size_t i = axes.size(); i-- > 0;) {
        if (axes[i] == roles.row || axes[i] == roles.column) continue;
        if (contains(k.space.at(roles.root).free, axes[i]))
            outer.push_back(k.var(axes[i]));
        else
            order.emplace_back(k.var(axes[i]));  // the result is repeated along it
    }
    for (const Var &v : {loops.row_tile, loops.panel}) order.emplace_back(v);
    for (const Var &v : outer) order.emplace_back(v);
    stage.reorder(order).unroll(n).unroll(row);
    // A copy of the loops for whole tiles would double the code; the guard costs nothing beside a tile.
    stage.partition(loops.row_tile, Partition::Never);
    fuse_loops(stage, outer, &loops.task);
    stage.partition(loops.task, Partition::Never);
    if (chosen.parallel) stage.parallel(loops.task);
}

}  // namespace

void contraction_family::schedule_cpu(kernel &k, contraction_funcs &funcs, const schedule_type &chosen) {
    if (const auto *reduced = std::get_if<reduction_schedule>(&chosen))
        return reduction_family::schedule_cpu(k, *funcs.reduction, *reduced);
    const auto &tiled = std::get<contraction_schedule>(chosen);
    const tile_loops loops;
    Halide::Stage stage = k.stage();
    if (funcs.few) {
        schedule_loops(k, funcs.roles, tiled, stage.specialize(funcs.are_few), funcs.few->shape, loops);
        schedule_tile(*funcs.few, k.output(), loops, k.space, tiled.parallel);
    }
    schedule_loops(k, funcs.roles, tiled, stage, funcs.tile->shape, loops);
    schedule_tile(*funcs.tile, k.output(), loops, k.space, tiled.parallel);
}

}  // namespace sylvite::generators
