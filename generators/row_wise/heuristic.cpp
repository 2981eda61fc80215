#include <sylvite/generators/row_wise/family.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {
namespace {

/// Rows side by side cost a strided load and a scattered store for each element; rows one by one cost, where they fill
/// no whole number of vectors, a vector that is computed twice in part, and the folding of lanes. Measured with AVX2:
/// 10 columns 2.3 times as fast side by side, 18 1.5 times, 44 1.1 times; 16 and 24 columns 6 and 15 % slower.
constexpr std::int64_t longest_row_in_a_lane = 48;

}  // namespace

row_wise_schedule row_wise_family::choose(const index_space &space, const processor &cpu) {
    std::int64_t rows = 1, columns = 1, cost = 4;
    for (const value_id id : reductions_of(space)) {
        rows = std::max(rows, space.volume(space.at(id).free));
        columns = std::max(columns, space.volume(space.at(id).axes));
        cost += space.cost(id);
    }
    const std::int64_t work = std::int64_t{1} << 18;
    const std::int64_t grain = std::max<std::int64_t>(1, work / (columns * cost));
    const std::int64_t vector = lanes_of(space, cpu);
    const axis_id row = kept_row_axis(space);
    const bool side_by_side =
        columns <= longest_row_in_a_lane && columns % vector != 0 && row >= 0 && space[row].bound >= vector;
    return {.vector = vector,
            .grain = rows < 2 * grain ? 0
                     : side_by_side   ? round_up(grain, vector)
                                      : grain,
            .row_lanes = side_by_side ? vector : 0,
            .store = 8};
}

}  // namespace sylvite::generators
