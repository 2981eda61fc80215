#include <sylvite/generators/elementwise/algorithm.hpp>
#include <sylvite/generators/elementwise/family.hpp>
#include <sylvite/generators/lowering/loops.hpp>
#include <sylvite/generators/lowering/storage.hpp>
#include <sylvite/generators/reduction/algorithm.hpp>
#include <sylvite/generators/reduction/storage.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

using Halide::TailStrategy;

/// A task for each chunk.
void schedule_partial_results(reduction_chain &chain, const kernel &k, const reduction_schedule &chosen) {
    const auto vector = static_cast<int>(chosen.vector);
    const auto stored = partial_results(k.space, chain.value, chosen);
    for (std::size_t i = 0; i < chain.parallel.size(); ++i) {
        Func &f = chain.parallel[i];
        keep(f, stored.at(i));
        f.parallel(f.args().back());
        if (chosen.lanes > 1 || f.args().size() < 2) continue;
        // Vectors of kept elements; the elements are few, else there would be no chunks.
        const Var x = f.args().front();
        if (k.space[k.space.at(chain.value).free.front()].bound < vector) continue;
        f.vectorize(x, vector, TailStrategy::GuardWithIf);
        for (int u = 0; u < f.num_update_definitions(); ++u)
            f.update(u).vectorize(x, vector, TailStrategy::GuardWithIf);
    }
    for (Func &f : chain.parallel)
        for (int u = 0; u < f.num_update_definitions(); ++u) f.update(u).parallel(f.args().back());
}

/// Several elements of the innermost sum at a time for all vectors of the tile, which stays in the cache.
void sweep_rows(Halide::Stage update, std::vector<Halide::VarOrRVar> order, const std::vector<Halide::RVar> &sums,
                int elements) {
    Halide::RVar outer("sweep"), inner("swept");
    update.split(sums.front(), outer, inner, elements);
    order.insert(order.begin() + 1, inner);
    order.emplace_back(outer);
    order.insert(order.end(), sums.begin() + 1, sums.end());
    update.reorder(order).unroll(inner);
}

/// The sums of one tile in the loop over tiles, in registers or, with a sweep, in the cache.
void sum_tile(Func &f, const Var &along, const tile_of_results &tile, const reduction_schedule &chosen) {
    const Var inner("inner");
    f.bound_extent(along, tile.size);
    if (tile.width > 1) f.vectorize(along, tile.width);
    for (int i = 0; i < f.num_update_definitions(); ++i) {
        Halide::Stage update = f.update(i);
        const auto sums = f.rvars(i);
        update.split(along, along, inner, tile.width);
        if (tile.width > 1) update.vectorize(inner);
        if (chosen.sweep > 0 && !sums.empty()) {
            sweep_rows(update, {inner, along}, sums, static_cast<int>(chosen.sweep));
            continue;
        }
        std::vector<Halide::VarOrRVar> order{inner, along};
        order.insert(order.end(), sums.begin(), sums.end());
        update.reorder(order).unroll(along);
    }
}

/// Vectors along the innermost kept axis: loops over tiles of results, tasks of whole tiles.
void schedule_tiles(kernel &k, reduction_funcs &funcs, const reduction_schedule &chosen) {
    const axis_id a = k.space.output_axes().back();
    const tile_of_results size = tile_of(k.space, chosen);
    Halide::Stage stage = k.stage();
    const Var x = k.vars().front();
    Var tile("tile"), task("task");
    stage.split(x, tile, x, size.size, tail_of(k, a, size.size));
    if (size.width > 1) stage.vectorize(x, size.width);
    if (chosen.grain > 0) {
        std::vector<Var> all = k.vars();
        all.front() = tile;
        tile = fuse_loops(stage, all);
        stage.split(tile, task, tile, static_cast<int>(std::max<std::int64_t>(1, chosen.grain / size.size)),
                    TailStrategy::GuardWithIf);
        stage.parallel(task);
    }
    for (reduction_chain &chain : funcs.chains) {
        const auto &kept = k.space.at(chain.value).free;
        const std::size_t position = place_of(kept, a);
        for (Func &f : chain.stages) {
            f.compute_at(k.output(), tile);
            sum_tile(f, f.args()[position], size, chosen);
        }
    }
}

/// The loops over lanes of so many results in one loop over the sum, for all that they read alike is read once, and
/// memory from several places at a time.
void put_side_by_side(reduction_chain &chain, const kernel &k, axis_id a, int results) {
    const auto &kept = k.space.at(chain.value).free;
    const Var along = chain.vars[place_of(kept, a)];
    for (Func &f : chain.stages) {
        f.bound_extent(along, results).unroll(along);
        for (int i = 0; i < f.num_update_definitions(); ++i) {
            std::vector<Halide::VarOrRVar> order{along};
            for (const Halide::RVar &r : f.rvars(i)) order.emplace_back(r);
            if (i == 0) f.update(i).reorder(order);
            f.update(i).unroll(along);
        }
    }
}

/// One result at a time, or several side by side, each summed in lanes.
void schedule_results(kernel &k, reduction_funcs &funcs, const reduction_schedule &chosen) {
    const auto axes = k.space.output_axes();
    const auto &kept = k.space.at(reductions_of(k.space).front()).free;
    Halide::Stage stage = k.stage();
    const axis_id side_by_side = innermost_kept_axis(k.space, reductions_of(k.space).front());
    Var level = side_by_side >= 0 ? k.var(side_by_side) : Var::outermost();
    const int results = side_by_side >= 0 ? static_cast<int>(chosen.unroll) : 1;
    if (results > 1) {
        Var group("group");
        stage.split(level, group, level, results, tail_of(k, side_by_side, results)).vectorize(level);
        level = group;
    }
    if (chosen.grain > 0 && level.name() != Var::outermost().name()) {
        Var task("task");
        const auto groups = static_cast<int>(std::max<std::int64_t>(1, chosen.grain / results));
        stage.split(level, task, level, groups, TailStrategy::GuardWithIf).parallel(task);
    }
    if (!axes.empty() && !contains(kept, axes.back())) {
        const int width = tile_of(k.space, chosen).width;
        if (width > 1) stage.vectorize(k.vars().front(), width, tail_of(k, axes.back(), width));
    }
    for (reduction_chain &chain : funcs.chains) {
        for (Func &f : chain.stages) f.compute_at(k.output(), level);
        if (results > 1) put_side_by_side(chain, k, side_by_side, results);
    }
}

}  // namespace

void reduction_family::schedule_cpu(kernel &k, reduction_funcs &funcs, const reduction_schedule &chosen) {
    if (funcs.chains.empty()) {  // nothing to sum, or written out
        elementwise_funcs pointwise;
        return elementwise_family::schedule_cpu(k, pointwise, {.vector = chosen.vector, .grain = chosen.grain});
    }
    for (reduction_chain &chain : funcs.chains) {
        schedule_lanes(chain, static_cast<int>(chosen.vector));
        schedule_partial_results(chain, k, chosen);
    }
    const auto axes = k.space.output_axes();
    const auto &kept = k.space.at(reductions_of(k.space).front()).free;
    if (chosen.lanes == 1 && !axes.empty() && contains(kept, axes.back()))
        schedule_tiles(k, funcs, chosen);
    else
        schedule_results(k, funcs, chosen);
}

}  // namespace sylvite::generators
