#include <sylvite/generators/elementwise/family.hpp>
#include <sylvite/generators/spec/spaces.hpp>

namespace sylvite::generators {

tuning_space elementwise_family::space(const index_space &space, const processor &cpu) {
    return {vector_space(space, cpu), grain_space(256, space.volume(space.output_axes()))};
}

}  // namespace sylvite::generators
