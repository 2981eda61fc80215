// Register tiles: accumulators stay in registers, sums between blocks on the task's stack.
#include <sylvite/generators/contraction/cpu.hpp>
#include <sylvite/generators/lowering/storage.hpp>

namespace sylvite::generators {
namespace {

/// Vectors along the columns, all of a tile at once, innermost of what is summed.
void unroll_tile(Func &f, const tile_funcs &t) {
    f.vectorize(t.column, t.shape.vector).unroll(t.column).unroll(t.row);
    const Var lane("lane");
    std::vector<Halide::VarOrRVar> order{lane, t.column, t.row};
    for (const Halide::RVar &r : f.rvars(0)) order.emplace_back(r);
    f.update(0)
        .split(t.column, t.column, lane, t.shape.vector)
        .reorder(order)
        .vectorize(lane)
        .unroll(t.column)
        .unroll(t.row);
}

void schedule_panels(tile_funcs &t) {
    Func &f = t.stages.front();
    f.bound(t.column, 0, t.shape.columns).bound(t.row, 0, t.shape.rows);
    unroll_tile(f, t);
}

void schedule_dots(tile_funcs &t) {
    Func &f = t.stages.front();
    f.bound(t.lane, 0, t.shape.vector).bound(t.column, 0, t.shape.columns).bound(t.row, 0, t.shape.rows);
    f.vectorize(t.lane).unroll(t.column).unroll(t.row);
    for (int u = 0; u < f.num_update_definitions(); ++u) {
        const int tail = t.tails[static_cast<std::size_t>(u)];
        const auto sums = f.rvars(u);
        std::vector<Halide::VarOrRVar> order{tail > 0 ? Halide::VarOrRVar(sums.front()) : Halide::VarOrRVar(t.lane),
                                             t.row, t.column};
        order.insert(order.end(), sums.begin() + (tail > 0 ? 1 : 0), sums.end());
        Halide::Stage stage = f.update(u);
        stage.reorder(order);
        if (tail != 1) stage.vectorize(order.front()).unroll(t.row).unroll(t.column);
    }
    int lanes = t.shape.vector / 2;
    for (std::size_t i = 1; i < t.stages.size(); ++i, lanes /= 2) {
        Func &half = t.stages[i];
        if (lanes > 1) half.bound(t.lane, 0, lanes).vectorize(t.lane);
        half.bound(t.column, 0, t.shape.columns).bound(t.row, 0, t.shape.rows).unroll(t.column).unroll(t.row);
    }
}

void schedule_sums(tile_funcs &t, const Func &reader, const tile_loops &loops, bool parallel) {
    Func &f = t.sums;
    const stored_func &memory = *t.memory_of_sums;
    const std::vector<Var> args = f.args();
    for (std::size_t i = 0; i < 4; ++i) f.bound(args[i], 0, static_cast<int>(memory.extents[i]));
    unroll_tile(f, t);
    keep(f, memory);
    if (memory.where == stored_func::place::stack) {
        f.compute_at(reader, loops.task);
        for (std::size_t i = 4; i < args.size(); ++i) f.bound_extent(args[i], static_cast<int>(memory.extents[i]));
    } else if (parallel) {
        f.parallel(t.part);
        f.update(0).parallel(t.part);
    }
}

}  // namespace

void schedule_tile(tile_funcs &t, const Func &reader, const tile_loops &loops, const index_space &space,
                   bool parallel) {
    if (t.shape.dots)
        schedule_dots(t);
    else
        schedule_panels(t);
    const bool blocks = t.shape.has_blocks();
    if (blocks) schedule_sums(t, reader, loops, parallel);
    for (Func &f : t.stages) {
        if (blocks)
            f.compute_at(t.sums, t.sums.rvars(0)[0]);
        else
            f.compute_at(reader, loops.row_tile);
        // Said with blocks too: Halide sees no loop over the one tile of a task, and takes bounds from the guards.
        f.bound_extent(t.panel, 1).bound_extent(t.tile, 1);
        for (const Var &v : t.further) f.bound_extent(v, 1);
    }
    if (t.packed_rows) schedule_packed_rows(*t.packed_rows, t.shape.vector, parallel, space);
    if (!t.packed_columns) return;
    schedule_packed_columns(*t.packed_columns, t.shape.vector, parallel);
    if (!t.packed_columns->operand.is_in_tasks()) return;
    if (blocks)
        t.packed_columns->copy.compute_at(t.sums, t.sums.rvars(0)[2]);
    else
        t.packed_columns->copy.compute_at(reader, loops.panel);
}

}  // namespace sylvite::generators
