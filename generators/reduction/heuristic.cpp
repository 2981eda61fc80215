#include <sylvite/generators/elementwise/family.hpp>
#include <sylvite/generators/reduction/storage.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {

bool fit_side_by_side(const index_space &space, value_id reduction, std::int64_t results) {
    const axis_id innermost = innermost_kept_axis(space, reduction);
    if (innermost < 0 || space[innermost].is_dynamic()) return false;
    const std::int64_t n = space[innermost].bound;
    return n >= results && (n % results == 0 || !is_in_place(space));
}

namespace {

/// As many as go into whole groups of 4 to 8, in registers; 4, or 1 where there are fewer.
std::int64_t results_side_by_side(const index_space &space, value_id reduction, std::int64_t vectors_of_one) {
    const axis_id inner = space.output_axes().empty() ? -1 : space.output_axes().back();
    if (inner >= 0)
        for (std::int64_t n = std::min<std::int64_t>(8, 24 / vectors_of_one); n >= 4; --n)
            if (space[inner].bound % n == 0 && fit_side_by_side(space, reduction, n)) return n;
    return fit_side_by_side(space, reduction, 4) ? 4 : 1;
}

/// Few elements, and vectors along the results' innermost axis are loaded whole or with small steps.
bool are_written_out(const index_space &space, std::span<const value_id> reductions) {
    const auto axes = space.output_axes();
    if (axes.empty() || space[axes.back()].bound < 4) return false;
    return std::ranges::all_of(reductions, [&](value_id id) {
        const std::int64_t step = main_stride(space, id, axes.back());
        return is_short_reduction(space, space.at(id)) && step >= 1 && step <= 4;
    });
}

}  // namespace

reduction_schedule reduction_family::choose(const index_space &space, const processor &cpu) {
    const std::int64_t vector = lanes_of(space, cpu);
    const auto reductions = reductions_of(space);
    if (reductions.empty()) {
        const elementwise_schedule chosen = elementwise_family::choose(space, cpu);
        return {.vector = chosen.vector, .grain = chosen.grain};
    }
    if (are_written_out(space, reductions)) {
        const elementwise_schedule chosen = elementwise_family::choose(space, cpu);
        return {.vector = chosen.vector, .lanes = 0, .grain = chosen.grain};
    }
    const value &v = space.at(reductions.front());
    const axis_id along = contiguous_summed_axis(space, reductions.front());
    const std::int64_t summed = space.volume(v.axes), kept = space.volume(v.free);
    std::int64_t lanes = 1, unroll = 1, width = vector;
    if (along >= 0) {
        const std::int64_t n = space[along].bound;
        lanes = n >= 16 * vector ? 4 * vector : n >= 4 * vector ? 2 * vector : std::min(vector, power_of_two_within(n));
        // A matrix times a vector: the vector is loaded once for several rows. Of rows of 784 in the cache 1.3 times as
        // many a second with AVX-512, no more with AVX2; where they come from memory that is the limit.
        if (v.kind == graph::op::contraction && cpu.vector_registers >= 32 && n >= 2 * vector) {
            const bool has_loop = n >= 8 * vector;  // else all of a short row at once
            if (!has_loop) lanes = std::min(4 * vector, power_of_two_within(n));
            unroll = results_side_by_side(space, reductions.front(), has_loop ? lanes / vector : 1);
        }
    } else if (!v.free.empty()) {
        // Side by side, whole vectors if the elements fill halves of them.
        const std::int64_t n = space[v.free.back()].bound;
        if (n < 16 * vector && n % vector != 0 && n % (vector / 2) == 0 && vector >= 4) width = vector / 2;
        unroll = std::clamp<std::int64_t>(n / width, 1, 4 * vector / width);
        for (std::int64_t u = unroll; u > std::max<std::int64_t>(1, unroll / 2); --u)
            if (n % (width * u) == 0) {
                unroll = u;
                break;
            }
    }
    // A matrix beyond the caches, summed across its rows.
    std::int64_t sweep = 0;
    const bool is_large = summed * kept * (cpu.vector_bytes / vector) >= 2 * cpu.l2_bytes;
    if (lanes == 1 && !v.free.empty() && is_large && space[v.axes.back()].bound >= 64 &&
        space[v.free.back()].bound >= 64 * vector) {
        sweep = 8;
        unroll = std::clamp<std::int64_t>(power_of_two_within(space[v.free.back()].bound / (4 * vector)), 16, 128);
    }
    const std::int64_t outermost = space[v.axes.front()].bound;
    const std::int64_t independent = lanes > 1 ? kept : kept / (width * unroll);
    std::int64_t chunk = 0, grain = 0;
    if (summed * kept >= 4 * work_of_a_task) {
        if (independent >= 16 || sweep > 0) {
            grain = std::max<std::int64_t>(1, work_of_a_task / summed);
            if (lanes == 1) grain = round_up(grain, width * unroll);
        } else if (outermost >= 8) {
            chunk = std::max<std::int64_t>(1, work_of_a_task / (summed * kept / outermost));
            if (along == v.axes.front()) chunk = round_up(chunk, lanes);
            if (chunk >= outermost) chunk = 0;
            if (chunk > 0 && lanes > 1) unroll = 1;
        }
    }
    return {.vector = width, .lanes = lanes, .unroll = unroll, .sweep = sweep, .chunk = chunk, .grain = grain};
}

}  // namespace sylvite::generators
