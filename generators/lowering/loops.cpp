#include <sylvite/generators/lowering/loops.hpp>
#include <sylvite/generators/lowering/random.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {

using Halide::TailStrategy;

TailStrategy tail_of(const kernel &k, axis_id a, std::int64_t step) {
    const axis &axis = k.space[a];
    if (axis.is_dynamic() || axis.bound < step || k.is_in_place()) return TailStrategy::GuardWithIf;
    return TailStrategy::ShiftInwards;
}

namespace {

/// Whether random numbers lie along the axis as they do in their groups, from the first element of one on.
bool follows_groups(const kernel &k, axis_id inner) {
    const axis &a = k.space[inner];
    const bool is_whole = !a.is_dynamic() && a.bound % random_group == 0;
    for (const value &v : k.space.values())
        if (v.kind == graph::op::random && !v.axes.empty() && v.axes.back() == inner && a.bound >= random_group &&
            (v.axes.size() == 1 || is_whole))
            return true;
    return false;
}

/// The vectors of a group in one piece of code, where the compiler works out a block once for all of its four words.
/// Another rank's part of the batch may begin within a group: then each word costs a block.
void vectorize_groups(Halide::Stage &stage, kernel &k, const Var &x, int lanes) {
    const Var inside("inside"), lane("lane");
    stage.split(x, x, inside, random_group, TailStrategy::GuardWithIf)
        .split(inside, inside, lane, lanes)
        .vectorize(lane)
        .unroll(inside);
    for (const value &v : k.space.values())
        if (v.kind == graph::op::random && v.has_rows && (v.row.is_dynamic() || v.row.factor % random_group != 0)) {
            stage.specialize(begins_a_group(k.step()[2]));
            return;
        }
}

}  // namespace

void schedule_pointwise(Halide::Stage stage, kernel &k, int lanes, std::int64_t grain) {
    const auto axes = k.space.output_axes();
    if (axes.empty()) return;
    const axis_id inner_axis = axes.back();
    const std::int64_t inner = k.space[inner_axis].bound;
    Var x = k.vars().front();
    Var task("task"), lane("lane"), rest("rest"), rows("rows");
    if (grain > 0) {
        if (axes.size() == 1 || inner >= 2 * grain) {
            stage.split(x, task, x, static_cast<int>(grain), tail_of(k, inner_axis, grain));
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
    const auto vector = static_cast<int>(std::min<std::int64_t>(lanes, power_of_two_within(inner)));
    if (vector > 1 && vector <= random_group && follows_groups(k, inner_axis))
        vectorize_groups(stage, k, x, vector);
    else if (vector > 1)
        stage.vectorize(x, vector, tail_of(k, inner_axis, vector));
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
