#include <sylvite/generators/lowering/loops.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {

using Halide::TailStrategy;

TailStrategy tail_of(const kernel &k, axis_id a, std::int64_t step) {
    const axis &axis = k.space[a];
    if (axis.is_dynamic() || axis.bound < step || k.is_in_place()) return TailStrategy::GuardWithIf;
    return TailStrategy::ShiftInwards;
}

Var fuse_loops(Halide::Stage stage, std::span<const Var> loops, const Var *last) {
    Var fused = loops.front();
    for (std::size_t i = 1; i < loops.size(); ++i) {
        const Var wider = last != nullptr && i + 1 == loops.size() ? *last : Var("fused" + std::to_string(i));
        stage.fuse(fused, loops[i], wider);
        fused = wider;
    }
    return fused;
}

namespace {

/// Whether the innermost axis is too short for vectors and the next one is not.
bool has_pairs_innermost(const kernel &k) {
    const auto axes = k.space.output_axes();
    if (axes.size() < 2) return false;
    const axis &inner = k.space[axes.back()], &next = k.space[axes[axes.size() - 2]];
    return !inner.is_dynamic() && !next.is_dynamic() && inner.bound <= 4 && next.bound >= 4;
}

/// Tasks of so many elements, of which `inner` lie together in the first `first` loops. The first begins at a multiple
/// of its size where tasks are `aligned`.
void make_tasks(Halide::Stage stage, const kernel &k, std::size_t first, std::int64_t inner, std::int64_t grain,
                bool aligned) {
    const std::vector<Var> &vars = k.vars();
    const Var task("task");
    if (vars.size() == first || inner >= 2 * grain) {
        const Var x = vars[first - 1];
        const axis_id along = k.space.output_axes()[vars.size() - first];
        const std::int64_t size = std::max<std::int64_t>(1, grain * k.space[along].bound / inner);
        stage.split(x, task, x, static_cast<int>(size), aligned ? TailStrategy::GuardWithIf : tail_of(k, along, size));
        for (std::size_t i = first; i < vars.size(); ++i) stage.reorder(vars[i], task);
    } else {
        Var rows = vars[first], rest("rest");
        for (std::size_t i = first + 1; i < vars.size(); ++i) {
            stage.fuse(rows, vars[i], rest);
            rows = rest;
            rest = Var("rest" + std::to_string(i));
        }
        stage.split(rows, task, rest, static_cast<int>(std::max<std::int64_t>(1, grain / inner)),
                    TailStrategy::GuardWithIf);
    }
    stage.parallel(task);
}

}  // namespace

void schedule_pointwise(Halide::Stage stage, const kernel &k, int lanes, std::int64_t grain, const Var *stretch,
                        int elements) {
    const auto axes = k.space.output_axes();
    if (axes.empty()) return;
    const bool pairs = stretch == nullptr && has_pairs_innermost(k);
    // The axis of vectors, and with pairs the one within it, whose stores are interleaved.
    const std::size_t first = pairs ? 2 : 1;
    const axis_id along = axes[axes.size() - first];
    const std::int64_t bound = k.space[along].bound;
    if (grain > 0)
        make_tasks(stage, k, first, pairs ? bound * k.space[axes.back()].bound : bound, grain, stretch != nullptr);
    const auto vector = static_cast<int>(std::min<std::int64_t>(lanes, power_of_two_within(bound)));
    const Var x = k.vars()[first - 1], lane("lane");
    if (stretch != nullptr) stage.split(x, *stretch, x, elements, TailStrategy::GuardWithIf);
    if (!pairs) {
        if (vector > 1) stage.vectorize(x, vector, tail_of(k, along, vector));
        return;
    }
    const Var within = k.vars().front();
    stage.split(x, x, lane, vector, tail_of(k, along, vector)).reorder(within, lane, x).unroll(within).vectorize(lane);
}

namespace {

void vectorize_lanes(Func &f, int lanes, int vector) {
    const Var lane = reduction_chain::lane();
    if (lanes > vector) {
        f.vectorize(lane, vector).unroll(lane);
    } else if (lanes > 1) {
        f.vectorize(lane).bound(lane, 0, lanes);
    }
    if (lanes > 1) f.bound_extent(lane, lanes);
}

/// Lanes innermost, then the sum: along the axis of the lanes first.
void vectorize_whole_steps(Func &f, int update, const reduction_chain &chain, int vector) {
    const Var lane = reduction_chain::lane();
    Halide::Stage stage = f.update(update);
    std::vector<Halide::VarOrRVar> loops{lane};
    if (chain.order.lanes > vector) {
        const Var inner(chain.name + "_li");
        stage.split(lane, lane, inner, vector).vectorize(inner).unroll(lane);
        loops.insert(loops.begin(), inner);
    } else {
        stage.vectorize(lane);
    }
    for (const Halide::RVar &r : f.rvars(update)) loops.emplace_back(r);
    stage.reorder(loops);
}

}  // namespace

void schedule_lanes(reduction_chain &chain, int vector) {
    const int lanes = chain.order.lanes;
    Func &partial = chain.partial_results().front();
    vectorize_lanes(partial, lanes, vector);
    for (int u = 0; u < static_cast<int>(chain.tails.size()); ++u) {
        const int tail = chain.tails[static_cast<std::size_t>(u)];
        if (lanes > 1 && tail == 0)
            vectorize_whole_steps(partial, u, chain, vector);
        else if (tail > 1)
            partial.update(u).vectorize(partial.rvars(u).front(), std::min(tail, vector));
        else
            partial.update(u).unscheduled();
    }
    std::size_t folds = 0;
    for (int left = lanes / 2; left >= 1; left /= 2) vectorize_lanes(chain.partial_results()[++folds], left, vector);
}

}  // namespace sylvite::generators
