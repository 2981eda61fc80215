#include <sylvite/generators/scatter/family.hpp>
#include <sylvite/generators/spec/heuristics.hpp>
#include <sylvite/generators/spec/spaces.hpp>

#include <algorithm>

namespace sylvite::generators {

tuning_space scatter_family::space(const index_space &space, const processor &cpu) {
    const value &v = space.at(space.outputs().front());
    const auto axes = space.output_axes();
    const auto vector = vector_space(space, cpu);
    parameter_space tables{"tables", {0}, 1, true}, columns{"columns", {0}, 1, false}, ranges{"ranges", {0}, 1, true};
    if (!axes.empty() && !v.into.empty() && !contains(v.into, axes.front())) tables.values = {0, 1};
    if (!axes.empty() && !contains(v.into, axes.back())) {
        const std::int64_t innermost = space[axes.back()].bound;
        for (std::int64_t size = vector.values.front(); size < innermost; size *= 2) columns.values.push_back(size);
    }
    if (!v.into.empty())
        for (std::int64_t tasks = 2; tasks <= std::min<std::int64_t>(64, space[v.into.front()].bound); tasks *= 2)
            ranges.values.push_back(tasks);
    return {vector, grain_space(1024, space.volume(axes)), tables, columns, ranges};
}

std::string scatter_family::conflict(const index_space &, const scatter_schedule &chosen, const processor &) {
    const int ways = (chosen.tables ? 1 : 0) + (chosen.columns != 0 ? 1 : 0) + (chosen.ranges != 0 ? 1 : 0);
    return ways > 1 ? "\"tables\", \"columns\" and \"ranges\" make tasks of one loop: all but one are 0" : "";
}

}  // namespace sylvite::generators
