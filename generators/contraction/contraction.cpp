#include <sylvite/generators/contraction/roles.hpp>
#include <sylvite/generators/contraction/tile.hpp>
#include <sylvite/generators/families.hpp>
#include <sylvite/generators/lowering/heuristics.hpp>

#include <optional>

namespace sylvite::generators {

using Halide::Partition;
using Halide::TailStrategy;

// Loops over the output: batch and further rows and columns, blocks of rows, blocks of panels (these are tasks), panels,
// register tiles; in each tile the contraction, then what follows it elementwise.
void build_contraction(kernel &k) {
    if (!k.how.contains("pack_columns")) return build_reduction_family(k);
    const auto roles = roles_of(k.space, k.parameter("vector"));
    // The tile that packs nothing comes first: packed operands are providers for whoever comes later.
    std::optional<register_tile> few;
    Expr are_few;
    if (const int rows = k.integer("few_rows"); rows > 0) {
        few.emplace(k, roles, register_tile::packing{false, false});
        are_few = k.extent(roles.row) <= rows;
    }
    register_tile tile(k, roles, {k.parameter("pack_rows") != 0, k.parameter("pack_columns") != 0});
    k.missing = [&](value_id id) -> provider {
        if (id != roles.root) return {};
        if (!few) return tile.read();
        return [&](const environment &at) { return Halide::select(are_few, few->read()(at), tile.read()(at)); };
    };
    k.define_output();
    k.missing = nullptr;

    Halide::Stage stage = k.stage();
    Var n = k.var(roles.column), m = k.var(roles.row);
    Var panel("panel"), lane("lane"), row("row"), row_tile("row_tile"), row_block("row_block"), panel_block("panel_block");
    const int rows = k.integer("rows"), columns = k.integer("columns");
    stage.split(n, panel, n, columns, TailStrategy::GuardWithIf)
        .split(panel, panel_block, panel, k.integer("column_block"), TailStrategy::GuardWithIf)
        .split(m, row_tile, row, rows, TailStrategy::GuardWithIf)
        .split(row_tile, row_block, row_tile, k.integer("row_block"), TailStrategy::GuardWithIf);

    const int width = static_cast<int>(power_of_two_within(std::min<std::int64_t>(k.parameter("vector"), columns)));
    std::vector<Halide::VarOrRVar> order;
    if (width > 1) {
        stage.split(n, n, lane, width).vectorize(lane);
        order.emplace_back(lane);
    }
    order.emplace_back(n);
    order.emplace_back(row);
    const auto &free = k.space.at(roles.root).free;
    std::vector<Var> outer;
    for (std::size_t i = k.vars().size(); i-- > 0;) {
        const axis_id a = k.space.output_axes()[k.vars().size() - 1 - i];
        if (a == roles.row || a == roles.column) continue;
        if (contains(free, a))
            outer.insert(outer.begin(), k.vars()[i]);
        else
            order.emplace_back(k.vars()[i]);
    }
    for (const Var &v : {row_tile, panel, panel_block, row_block}) order.emplace_back(v);
    for (const Var &v : outer) order.emplace_back(v);
    stage.reorder(order).unroll(n).unroll(row);
    stage.partition(row_tile, Partition::Never).partition(row_block, Partition::Never);
    if (k.parameter("parallel") != 0) {
        Var task("task");
        stage.fuse(panel_block, row_block, task);
        for (std::size_t i = 0; i < outer.size(); ++i) {
            Var wider("task" + std::to_string(i));
            stage.fuse(task, outer[i], wider);
            task = wider;
        }
        stage.parallel(task).partition(task, Partition::Never);
    }
    tile.schedule(row_tile);
    if (few) {
        few->schedule(row_tile);
        stage.specialize(are_few);
    }
}

}  // namespace sylvite::generators
