#include <sylvite/generators/elementwise/family.hpp>
#include <sylvite/generators/reduction/family.hpp>
#include <sylvite/generators/spec/heuristics.hpp>
#include <sylvite/generators/spec/spaces.hpp>

#include <algorithm>

namespace sylvite::generators {

tuning_space reduction_family::space(const index_space &space, const processor &cpu) {
    const auto reductions = reductions_of(space);
    if (reductions.empty()) return elementwise_family::space(space, cpu);
    const value &v = space.at(reductions.front());
    const auto vector = vector_space(space, cpu);
    parameter_space lanes{"lanes", {1}, 1, true}, unroll{"unroll", {1}, 1, false}, sweep{"sweep", {0}, 1, false},
        chunk{"chunk", {0}, 1, false};
    const bool may_be_written_out =
        std::ranges::all_of(reductions, [&](value_id id) { return is_short_reduction(space, space.at(id)); });
    if (may_be_written_out) lanes.values = {0, 1};
    if (const axis_id along = contiguous_summed_axis(space, reductions.front()); along >= 0)
        lanes.values = doubles(1, power_of_two_within(std::min(space[along].bound, 4 * vector.values.back())));
    if (!v.free.empty()) {
        unroll.values = {1, 2, 3, 4, 6, 8, 16, 32, 64, 128};
        sweep.values = {0, 2, 4, 8};
    }
    // From two tasks to as many as 64 cores need.
    const std::int64_t outermost = space[v.axes.front()].bound;
    for (std::int64_t tasks = 64; tasks >= 2; tasks /= 2)
        if (const std::int64_t size = round_up((outermost + tasks - 1) / tasks, lanes.values.back());
            size < outermost && size > chunk.values.back())
            chunk.values.push_back(size);
    return {vector, lanes, unroll, sweep, chunk, grain_space(16, space.volume(v.free))};
}

std::string reduction_family::conflict(const index_space &space, const reduction_schedule &chosen, const processor &) {
    const auto reductions = reductions_of(space);
    if (reductions.empty()) return {};
    const std::int64_t lanes = chosen.lanes, chunk = chosen.chunk, sweep = chosen.sweep;
    if (lanes == 0)
        return sweep > 0 || chunk > 0 || chosen.unroll != 1 ? "\"lanes\" is 0, and another parameter is not" : "";
    if (sweep > 0 && (lanes > 1 || chunk > 0)) return "\"sweep\" is for \"lanes\" of 1 and \"chunk\" of 0 only";
    if (sweep == 0 && chosen.unroll > 8) return "\"unroll\" is more than 8, and \"sweep\" is 0";
    if (lanes > 1 && chosen.unroll != 1 && (chunk > 0 || !fit_side_by_side(space, reductions.front(), chosen.unroll)))
        return "\"unroll\" results do not fit side by side, and \"lanes\" is more than 1";
    if (chunk > 0 && chosen.grain > 0) return "\"chunk\" and \"grain\" make tasks of one loop: one of them is 0";
    const axis_id along = contiguous_summed_axis(space, reductions.front());
    if (chunk > 0 && along == space.at(reductions.front()).axes.front() && chunk % lanes != 0)
        return "\"chunk\" is no multiple of \"lanes\", which go along the same axis";
    return {};
}

}  // namespace sylvite::generators
