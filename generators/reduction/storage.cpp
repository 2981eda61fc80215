#include <sylvite/generators/reduction/storage.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {

axis_id innermost_kept_axis(const index_space &space, value_id reduction) {
    const auto axes = space.output_axes();
    for (std::size_t i = axes.size(); i-- > 0;)
        if (contains(space.at(reduction).free, axes[i])) return axes[i];
    return -1;
}

tile_of_results tile_of(const index_space &space, const reduction_schedule &chosen) {
    const std::int64_t inner = space[space.output_axes().back()].bound;
    const auto width = static_cast<int>(std::min(chosen.vector, power_of_two_within(inner)));
    return {width, width * static_cast<int>(chosen.unroll)};
}

std::vector<stored_func> partial_results(const index_space &space, value_id reduction,
                                         const reduction_schedule &chosen) {
    if (chosen.chunk == 0) return {};
    const value &v = space.at(reduction);
    const auto axes = space.output_axes();
    std::vector<std::int64_t> kept;
    for (const axis_id a : v.free) {
        const bool is_tiled = chosen.lanes == 1 && a == axes.back();
        kept.push_back(is_tiled ? round_up(space[a].bound, tile_of(space, chosen).size) : space[a].bound);
    }
    std::vector<stored_func> funcs;
    for (std::int64_t lanes = chosen.lanes; lanes >= 1; lanes /= 2) {
        // At the widest type's size. argmax and argmin hold values and positions.
        stored_func f{.element_bytes = {8}, .margin = 64};
        if (graph::is_position(v.kind)) f.element_bytes.push_back(4);
        if (lanes > 1) f.extents.push_back(lanes);
        f.extents.insert(f.extents.end(), kept.begin(), kept.end());
        f.extents.push_back((space[v.axes.front()].bound + chosen.chunk - 1) / chosen.chunk);
        funcs.push_back(std::move(f));
    }
    return funcs;
}

std::vector<stored_func> reduction_family::storage(const index_space &space, const reduction_schedule &chosen) {
    std::vector<stored_func> all;
    for (const value_id reduction : reductions_of(space))
        for (stored_func &f : partial_results(space, reduction, chosen)) all.push_back(std::move(f));
    return all;
}

}  // namespace sylvite::generators
