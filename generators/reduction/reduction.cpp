#include <sylvite/generators/elementwise/family.hpp>
#include <sylvite/generators/lowering/loops.hpp>
#include <sylvite/generators/lowering/reduce.hpp>
#include <sylvite/generators/reduction/family.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

using Halide::LoopLevel;
using Halide::TailStrategy;

void schedule_partial_results(const reduction_funcs &funcs, const kernel &k, int lanes, int vector) {
    for (Func f : funcs.parallel) {
        f.compute_root().parallel(f.args().back());
        if (lanes > 1 || f.args().size() < 2) continue;
        // Vectors of kept elements; the elements are few, else there would be no chunks.
        const Var x = f.args().front();
        const bool fits = k.space[k.space.at(reductions_of(k.space).front()).free.front()].bound >= vector;
        if (!fits) continue;
        f.vectorize(x, vector, TailStrategy::GuardWithIf);
        for (int i = 0; i < f.num_update_definitions(); ++i)
            f.update(i).vectorize(x, vector, TailStrategy::GuardWithIf);
    }
    for (Func f : funcs.parallel)
        for (int i = 0; i < f.num_update_definitions(); ++i) f.update(i).parallel(f.args().back());
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

/// The loops over lanes of so many results in one loop over the sum, for all that they read alike is read once, and
/// memory from several places at a time.
void put_side_by_side(const reduction_funcs &funcs, const kernel &k, axis_id a, int results) {
    const auto &kept = k.space.at(reductions_of(k.space).front()).free;
    const Var along = funcs.vars[static_cast<std::size_t>(std::find(kept.begin(), kept.end(), a) - kept.begin())];
    for (Func f : funcs.stages) {
        f.bound_extent(along, results).unroll(along);
        for (int i = 0; i < f.num_update_definitions(); ++i) {
            std::vector<Halide::VarOrRVar> order{along};
            for (const Halide::RVar &r : f.rvars(i)) order.emplace_back(r);
            if (i == 0) f.update(i).reorder(order);
            f.update(i).unroll(along);
        }
    }
}

}  // namespace

void reduction_family::build(kernel &k, const reduction_schedule &how) {
    const auto reductions = reductions_of(k.space);
    if (reductions.empty()) return elementwise_family::build(k, {.vector = how.vector, .grain = how.grain});
    const auto vector = static_cast<int>(how.vector), lanes = static_cast<int>(how.lanes),
               sweep = static_cast<int>(how.sweep), unroll = static_cast<int>(how.unroll);
    const std::int64_t grain = how.grain;

    std::vector<reduction_funcs> all;
    held_values held([&](value_id id) -> provider {
        if (std::find(reductions.begin(), reductions.end(), id) == reductions.end()) return {};
        const axis_id along = lanes > 1 ? contiguous_summed_axis(k.space, id) : -1;
        all.push_back(build_reduction(k, held, id, {along, lanes, how.chunk}, vector));
        return provider_of(k, id, all.back().total);
    });
    k.define_output(&held);

    const auto axes = k.space.output_axes();
    Halide::Stage stage = k.stage();
    const value &v = k.space.at(reductions.front());
    for (const auto &funcs : all) schedule_partial_results(funcs, k, lanes, vector);

    if (lanes == 1 && !axes.empty() && contains(v.free, axes.back())) {
        // Vectors along the innermost kept axis: a tile of results is summed in registers.
        const axis_id a = axes.back();
        const Var x = k.vars().front();
        Var tile("tile"), task("task");
        const auto width = static_cast<int>(std::min<std::int64_t>(vector, power_of_two_within(k.space[a].bound)));
        const int step = width * unroll;
        stage.split(x, tile, x, step, tail_of(k, a, step));
        if (width > 1) stage.vectorize(x, width);
        if (grain > 0) {
            for (std::size_t i = 1; i < k.vars().size(); ++i) {
                Var fused("fused" + std::to_string(i));
                stage.fuse(tile, k.vars()[i], fused);
                tile = fused;
            }
            stage.split(tile, task, tile, static_cast<int>(std::max<std::int64_t>(1, grain / step)),
                        TailStrategy::GuardWithIf);
            stage.parallel(task);
        }
        for (auto &funcs : all)
            for (Func f : funcs.stages) {
                f.compute_at(k.output(), tile);
                const auto args = f.args();
                const auto position = std::find(v.free.begin(), v.free.end(), a) - v.free.begin();
                const Var along = args[static_cast<std::size_t>(position)];
                Var inner("inner");
                f.bound_extent(along, step);
                if (width > 1) f.vectorize(along, width);
                for (int i = 0; i < f.num_update_definitions(); ++i) {
                    Halide::Stage update = f.update(i);
                    const auto sums = f.rvars(i);
                    update.split(along, along, inner, width);
                    if (width > 1) update.vectorize(inner);
                    if (sweep > 0 && !sums.empty()) {
                        sweep_rows(update, {inner, along}, sums, sweep);
                        continue;
                    }
                    std::vector<Halide::VarOrRVar> order{inner, along};
                    order.insert(order.end(), sums.begin(), sums.end());
                    update.reorder(order).unroll(along);
                }
            }
        return;
    }

    // One result at a time, or several side by side.
    Var level = Var::outermost();
    axis_id side_by_side = -1;
    for (std::size_t i = axes.size(); i-- > 0;)
        if (contains(v.free, axes[i])) {
            side_by_side = axes[i];
            level = k.var(axes[i]);
            break;
        }
    const int results = side_by_side >= 0 ? unroll : 1;
    if (results > 1) {
        Var group("group");
        stage.split(level, group, level, results, tail_of(k, side_by_side, results)).vectorize(level);
        level = group;
    }
    if (grain > 0 && level.name() != Var::outermost().name()) {
        Var task("task");
        const auto groups = static_cast<int>(std::max<std::int64_t>(1, grain / results));
        stage.split(level, task, level, groups, TailStrategy::GuardWithIf).parallel(task);
    }
    if (!axes.empty() && !contains(v.free, axes.back())) {
        const auto width =
            static_cast<int>(std::min<std::int64_t>(vector, power_of_two_within(k.space[axes.back()].bound)));
        if (width > 1) stage.vectorize(k.vars().front(), width, tail_of(k, axes.back(), width));
    }
    for (auto &funcs : all) {
        for (Func f : funcs.stages) f.compute_at(k.output(), level);
        if (results > 1) put_side_by_side(funcs, k, side_by_side, results);
    }
}

}  // namespace sylvite::generators
