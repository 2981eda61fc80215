// What the parameters mean: heuristic.cpp.
#include <sylvite/generators/lowering/heuristics.hpp>
#include <sylvite/generators/lowering/spaces.hpp>

#include <algorithm>

namespace sylvite::generators {

codegen::tuning_space row_wise_space(const index_space &space, const codegen::processor &cpu) {
    std::int64_t rows = 1;
    for (const value_id id : reductions_of(space)) rows = std::max(rows, space.volume(space.at(id).free));
    return {vector_space(space, cpu), grain_space(1, rows), {"store", {0, 2, 4, 8, 16, 32, 64}, 1, false}};
}

}  // namespace sylvite::generators
