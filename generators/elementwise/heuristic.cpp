#include <sylvite/generators/elementwise/family.hpp>
#include <sylvite/generators/spec/heuristics.hpp>

#include <algorithm>

namespace sylvite::generators {

elementwise_schedule elementwise_family::choose(const index_space &space, const processor &cpu) {
    std::int64_t cost = 2;
    for (const value_id output : space.outputs()) cost += space.cost(output);
    const std::int64_t grain = std::clamp<std::int64_t>((std::int64_t{1} << 16) / cost, 2048, 65536) / 256 * 256;
    const bool is_small = space.volume(space.output_axes()) < 2 * grain;
    return {.vector = lanes_of(space, cpu), .grain = is_small ? 0 : grain};
}

}  // namespace sylvite::generators
