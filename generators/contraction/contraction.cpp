#include <sylvite/generators/contraction/roles.hpp>
#include <sylvite/generators/contraction/tile.hpp>
#include <sylvite/generators/families.hpp>
#include <sylvite/generators/lowering/heuristics.hpp>

#include <optional>

namespace sylvite::generators {

using Halide::Partition;
using Halide::TailStrategy;

namespace {

/// Loops over the output: batch and further rows and columns, blocks of rows, blocks of panels (these are tasks),
/// panels, register tiles; in each tile the contraction, then what follows it elementwise.
void schedule_loops(kernel &k, const contraction_roles &roles, Halide::Stage stage, const tile_shape &shape,
                    const Var &row_tile) {
    Var n = k.var(roles.column), m = k.var(roles.row);
    Var panel("panel"), lane("lane"), row("row"), row_block("row_block"), panel_block("panel_block");
    stage.split(n, panel, n, shape.columns, TailStrategy::GuardWithIf)
        .split(panel, panel_block, panel, k.integer("column_block"), TailStrategy::GuardWithIf)
        .split(m, row_tile, row, shape.rows, TailStrategy::GuardWithIf)
        .split(row_tile, row_block, row_tile, k.integer("row_block"), TailStrategy::GuardWithIf);

    const auto width =
        static_cast<int>(power_of_two_within(std::min<std::int64_t>(k.parameter("vector"), shape.columns)));
    std::vector<Halide::VarOrRVar> order;
    if (width > 1) {
        stage.split(n, n, lane, width).vectorize(lane);
        order.emplace_back(lane);
    }
    order.emplace_back(n);
    order.emplace_back(row);
    std::vector<Var> outer;
    const auto axes = k.space.output_axes();
    for (std::size_t i = axes.size(); i-- > 0;) {
        if (axes[i] == roles.row || axes[i] == roles.column) continue;
        if (contains(k.space.at(roles.root).free, axes[i]))
            outer.push_back(k.var(axes[i]));
        else
            order.emplace_back(k.var(axes[i]));  // the result is repeated along it
    }
    for (const Var &v : {row_tile, panel, panel_block, row_block}) order.emplace_back(v);
    for (const Var &v : outer) order.emplace_back(v);
    stage.reorder(order).unroll(n).unroll(row);
    // A copy of the loops for whole tiles would double the code; the guard costs nothing beside a tile.
    stage.partition(row_tile, Partition::Never).partition(row_block, Partition::Never);
    if (k.parameter("parallel") == 0) return;
    Var task("task");
    stage.fuse(panel_block, row_block, task);
    for (std::size_t i = 0; i < outer.size(); ++i) {
        Var wider("task" + std::to_string(i));
        stage.fuse(task, outer[i], wider);
        task = wider;
    }
    stage.parallel(task).partition(task, Partition::Never);
}

}  // namespace

void build_contraction(kernel &k) {
    if (!k.how.contains("pack_columns")) return build_reduction_family(k);
    const auto roles = roles_of(k.space, k.parameter("vector"));
    // The tile for few rows packs nothing and comes first: packed operands are providers for whoever comes later.
    const tile_shape few_shape{k.integer("few_tile_rows"), k.integer("few_tile_columns"), k.integer("few_dots") != 0};
    const tile_shape shape{k.integer("rows"), k.integer("columns"), k.integer("dots") != 0, k.integer("pack_rows") != 0,
                           k.integer("pack_columns") != 0};
    std::optional<register_tile> few;
    Expr are_few;
    if (const int rows = k.integer("few_rows"); rows > 0) {
        few.emplace(k, roles, few_shape);
        are_few = k.extent(roles.row) <= rows;
    }
    register_tile tile(k, roles, shape);
    k.missing = [&](value_id id) -> provider {
        if (id != roles.root) return {};
        if (!few) return tile.read();
        return [&](const environment &at) { return Halide::select(are_few, few->read()(at), tile.read()(at)); };
    };
    k.define_output();
    k.missing = nullptr;

    const Var row_tile("row_tile");
    Halide::Stage stage = k.stage();
    if (few) {
        schedule_loops(k, roles, stage.specialize(are_few), few_shape, row_tile);
        few->schedule(row_tile);
    }
    schedule_loops(k, roles, stage, shape, row_tile);
    tile.schedule(row_tile);
}

}  // namespace sylvite::generators
