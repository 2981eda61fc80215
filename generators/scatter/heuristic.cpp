#include <sylvite/generators/scatter/family.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {

scatter_schedule scatter_family::choose(const index_space &space, const processor &cpu) {
    constexpr std::int64_t fewest_vectors = 2;
    const std::int64_t vector = lanes_of(space, cpu);
    const value &v = space.at(space.outputs().front());
    const auto axes = space.output_axes();
    const std::int64_t elements = space.volume(axes), indices = space.volume(v.axes);
    std::int64_t tables = 1, columns = 1;
    bool behind = v.into.empty();
    for (const axis_id a : axes) {
        if (contains(v.into, a))
            behind = true;
        else
            (behind ? columns : tables) *= space[a].bound;
    }
    scatter_schedule chosen{.vector = vector};
    if (elements >= 4 * work_of_a_task) chosen.grain = work_of_a_task;
    const std::int64_t work = tables * columns * indices * (2 + space.cost(v.inputs[1]));
    if (work < 4 * work_of_a_task) return chosen;
    const std::int64_t innermost = axes.empty() || contains(v.into, axes.back()) ? 1 : space[axes.back()].bound;
    if (tables >= 8)
        chosen.tables = true;
    else if (innermost >= 2 * fewest_vectors * vector)
        chosen.columns = std::max(fewest_vectors * vector, round_up((innermost + 7) / 8, vector));
    else if (columns >= vector && !v.into.empty() && space[v.into.front()].bound >= 4)
        chosen.ranges = 4;
    return chosen;
}

}  // namespace sylvite::generators
