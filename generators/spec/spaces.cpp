#include <sylvite/generators/spec/heuristics.hpp>
#include <sylvite/generators/spec/spaces.hpp>

#include <algorithm>

namespace sylvite::generators {

parameter_space vector_space(const index_space &space, const processor &cpu) {
    const std::int64_t lanes = lanes_of(space, cpu);
    return {"vector", doubles(std::max<std::int64_t>(1, lanes / 2), 2 * lanes), 1, true};
}

parameter_space grain_space(std::int64_t least, std::int64_t most) {
    parameter_space grain{"grain", {0}, least, false};
    for (std::int64_t g = least; g <= most; g *= 2) grain.values.push_back(g);
    return grain;
}

std::vector<std::int64_t> doubles(std::int64_t least, std::int64_t most) {
    std::vector<std::int64_t> values;
    for (std::int64_t v = least; v < most; v *= 2) values.push_back(v);
    values.push_back(most);
    return values;
}

}  // namespace sylvite::generators
