// Several reductions over the same axes with elementwise work between. Parameters:
//   vector  lanes of a vector
//   grain   rows in a task; 0: serial
//   store   elementwise values that cost at least this many multiplications and are used by several loops over the
//           row are kept; 0: never
#include <sylvite/generators/lowering/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {

codegen::schedule choose_row_wise(const index_space &space, const codegen::processor &cpu) {
    std::int64_t rows = 1, columns = 1, cost = 4;
    for (const value_id id : reductions_of(space)) {
        rows = std::max(rows, space.volume(space.at(id).free));
        columns = std::max(columns, space.volume(space.at(id).axes));
        cost += space.cost(id);
    }
    const std::int64_t work = std::int64_t{1} << 18;
    const std::int64_t grain = std::max<std::int64_t>(1, work / (columns * cost));
    return {{"vector", lanes_of(space, cpu)}, {"grain", rows < 2 * grain ? 0 : grain}, {"store", 8}};
}

}  // namespace sylvite::generators
