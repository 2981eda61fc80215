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

void schedule_pointwise(Halide::Stage stage, const kernel &k, int lanes, std::int64_t grain, const Var *stretch,
                        int elements) {
    const auto axes = k.space.output_axes();
    if (axes.empty()) return;
    const axis_id inner_axis = axes.back();
    const std::int64_t inner = k.space[inner_axis].bound;
    Var x = k.vars().front();
    Var task("task"), lane("lane"), rest("rest"), rows("rows");
    if (grain > 0) {
        if (axes.size() == 1 || inner >= 2 * grain) {
            // A stretch begins at a multiple of its length.
            const TailStrategy tail = stretch != nullptr ? TailStrategy::GuardWithIf : tail_of(k, inner_axis, grain);
            stage.split(x, task, x, static_cast<int>(grain), tail);
            for (std::size_t i = 1; i < k.vars().size(); ++i) stage.reorder(k.vars()[i], task);
            stage.parallel(task);
        } else {
            rows = k.vars()[1];
            for (std::size_t i = 2; i < k.vars().size(); ++i) {
                stage.fuse(rows, k.vars()[i], rest);
                rows = rest;
                rest = Var("rest" + std::to_string(i));
            }
            stage.split(rows, task, rest, static_cast<int>(std::max<std::int64_t>(1, grain / inner)),
                        TailStrategy::GuardWithIf);
            stage.parallel(task);
        }
    }
    if (stretch != nullptr) stage.split(x, *stretch, x, elements, TailStrategy::GuardWithIf);
    const auto vector = static_cast<int>(std::min<std::int64_t>(lanes, power_of_two_within(inner)));
    if (vector > 1) stage.vectorize(x, vector, tail_of(k, inner_axis, vector));
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
