#include <sylvite/generators/contraction/family.hpp>
#include <sylvite/generators/contraction/roles.hpp>
#include <sylvite/generators/contraction/tile.hpp>
#include <sylvite/generators/lowering/math.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <optional>

namespace sylvite::generators {

using Halide::Partition;
using Halide::TailStrategy;

namespace {

/// Loops over the output: batch and further rows and columns, blocks of rows, blocks of panels (together these are
/// `block`, tasks), panels, register tiles; in each tile the contraction, then what follows it elementwise.
void schedule_loops(kernel &k, const contraction_roles &roles, const contraction_schedule &how, Halide::Stage stage,
                    const tile_shape &shape, const tile_loops &loops) {
    Var n = k.var(roles.column), m = k.var(roles.row);
    Var lane("lane"), row("row"), row_block("row_block"), panel_block("panel_block");
    stage.split(n, loops.panel, n, shape.columns, TailStrategy::GuardWithIf)
        .split(loops.panel, panel_block, loops.panel, static_cast<int>(how.column_block), TailStrategy::GuardWithIf)
        .split(m, loops.row_tile, row, shape.rows, TailStrategy::GuardWithIf)
        .split(loops.row_tile, row_block, loops.row_tile, static_cast<int>(how.row_block), TailStrategy::GuardWithIf);

    const auto width = static_cast<int>(power_of_two_within(std::min<std::int64_t>(how.vector, shape.columns)));
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
    Var fused = outer.front();
    for (std::size_t i = 1; i < outer.size(); ++i) {
        const Var wider = i + 1 == outer.size() ? loops.block : Var("fused" + std::to_string(i));
        stage.fuse(fused, outer[i], wider);
        fused = wider;
    }
    stage.partition(loops.block, Partition::Never);
    if (how.parallel) stage.parallel(loops.block);
}

}  // namespace

void contraction_family::build(kernel &k, const schedule_type &chosen) {
    if (const auto *how = std::get_if<reduction_schedule>(&chosen)) return reduction_family::build(k, *how);
    const auto &how = std::get<contraction_schedule>(chosen);
    const auto roles = roles_of(k.space, how.vector);
    const Halide::Type type = value_type(k.space.at(roles.root).type);
    const tile_shape few_shape{static_cast<int>(how.few_tile_rows), static_cast<int>(how.few_tile_columns),
                               how.few_dots};
    const tile_shape shape{
        static_cast<int>(how.rows),      static_cast<int>(how.columns),  how.dots, how.pack_rows, how.pack_columns,
        static_cast<int>(how.sum_block), static_cast<int>(how.sum_parts)};
    std::optional<register_tile> few;
    Expr are_few;
    if (const auto rows = static_cast<int>(how.few_rows); rows > 0) {
        few.emplace(k, roles, how, few_shape);
        are_few = k.extent(roles.row) <= rows;
    }
    register_tile tile(k, roles, how, shape);
    held_values held([&](value_id id) -> provider {
        if (id != roles.root) return {};
        return [&](const environment &at) {
            const Expr many = tile.read(at);
            return math::cast(type, few ? Halide::select(are_few, few->read(at), many) : many);
        };
    });
    k.define_output(&held);

    const tile_loops loops;
    Halide::Stage stage = k.stage();
    if (few) {
        schedule_loops(k, roles, how, stage.specialize(are_few), few_shape, loops);
        few->compute_at(k.output(), loops);
    }
    schedule_loops(k, roles, how, stage, shape, loops);
    tile.compute_at(k.output(), loops);
}

}  // namespace sylvite::generators
