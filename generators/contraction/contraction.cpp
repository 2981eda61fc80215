#include <sylvite/generators/contraction/roles.hpp>
#include <sylvite/generators/contraction/tile.hpp>
#include <sylvite/generators/families.hpp>
#include <sylvite/generators/lowering/heuristics.hpp>
#include <sylvite/generators/lowering/math.hpp>

#include <optional>

namespace sylvite::generators {

using Halide::Partition;
using Halide::TailStrategy;

namespace {

/// Loops over the output: batch and further rows and columns, blocks of rows, blocks of panels (together these are
/// `block`, tasks), panels, register tiles; in each tile the contraction, then what follows it elementwise.
void schedule_loops(kernel &k, const contraction_roles &roles, Halide::Stage stage, const tile_shape &shape,
                    const tile_loops &loops) {
    Var n = k.var(roles.column), m = k.var(roles.row);
    Var lane("lane"), row("row"), row_block("row_block"), panel_block("panel_block");
    stage.split(n, loops.panel, n, shape.columns, TailStrategy::GuardWithIf)
        .split(loops.panel, panel_block, loops.panel, k.integer("column_block"), TailStrategy::GuardWithIf)
        .split(m, loops.row_tile, row, shape.rows, TailStrategy::GuardWithIf)
        .split(loops.row_tile, row_block, loops.row_tile, k.integer("row_block"), TailStrategy::GuardWithIf);

    const auto width =
        static_cast<int>(power_of_two_within(std::min<std::int64_t>(k.parameter("vector"), shape.columns)));
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
    if (k.parameter("parallel") != 0) stage.parallel(loops.block);
}

}  // namespace

void build_contraction(kernel &k) {
    if (!k.how.contains("pack_columns")) return build_reduction_family(k);
    const auto roles = roles_of(k.space, k.parameter("vector"));
    const Halide::Type type = value_type(k.space.at(roles.root).type);
    // The tile for few rows packs nothing and comes first: packed operands are providers for whoever comes later.
    const tile_shape few_shape{k.integer("few_tile_rows"), k.integer("few_tile_columns"), k.integer("few_dots") != 0};
    const tile_shape shape{k.integer("rows"),
                           k.integer("columns"),
                           k.integer("dots") != 0,
                           k.integer("pack_rows") != 0,
                           static_cast<packing>(k.integer("pack_columns")),
                           k.integer("sum_block"),
                           k.integer("sum_parts")};
    std::optional<register_tile> few;
    Expr are_few;
    if (const int rows = k.integer("few_rows"); rows > 0) {
        few.emplace(k, roles, few_shape);
        are_few = k.extent(roles.row) <= rows;
    }
    register_tile tile(k, roles, shape);
    k.missing = [&](value_id id) -> provider {
        if (id != roles.root) return {};
        return [&](const environment &at) {
            const Expr many = tile.read(at);
            return math::cast(type, few ? Halide::select(are_few, few->read(at), many) : many);
        };
    };
    k.define_output();
    k.missing = nullptr;

    const tile_loops loops;
    Halide::Stage stage = k.stage();
    if (few) {
        schedule_loops(k, roles, stage.specialize(are_few), few_shape, loops);
        few->compute_at(k.output(), loops);
    }
    schedule_loops(k, roles, stage, shape, loops);
    tile.compute_at(k.output(), loops);
}

}  // namespace sylvite::generators
