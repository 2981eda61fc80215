// What the parameters mean: heuristic.cpp.
#include <sylvite/generators/lowering/spaces.hpp>

namespace sylvite::generators {

codegen::tuning_space elementwise_space(const index_space &space, const codegen::processor &cpu) {
    return {vector_space(space, cpu), grain_space(256, space.volume(space.output_axes()))};
}

}  // namespace sylvite::generators
