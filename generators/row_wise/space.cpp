#include <sylvite/generators/row_wise/family.hpp>
#include <sylvite/generators/spec/heuristics.hpp>
#include <sylvite/generators/spec/spaces.hpp>

#include <algorithm>

namespace sylvite::generators {

tuning_space row_wise_family::space(const index_space &space, const processor &cpu) {
    std::int64_t rows = 1;
    for (const value_id id : reductions_of(space)) rows = std::max(rows, space.volume(space.at(id).free));
    parameter_space side_by_side{"row_lanes", {0}, 1, true};
    if (const axis_id row = kept_row_axis(space); row >= 0)
        for (std::int64_t lanes = 2; lanes <= 2 * lanes_of(space, cpu) && lanes <= space[row].bound; lanes *= 2)
            side_by_side.values.push_back(lanes);
    return {
        vector_space(space, cpu), grain_space(1, rows), side_by_side, {"store", {0, 2, 4, 8, 16, 32, 64}, 1, false}};
}

}  // namespace sylvite::generators
