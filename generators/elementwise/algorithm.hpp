// The output, and the random numbers that it reads.
#pragma once

#include <sylvite/generators/elementwise/family.hpp>
#include <sylvite/generators/lowering/random_block.hpp>

namespace sylvite::generators {

struct elementwise_funcs {
    std::vector<random_block> random;
};
/// Elements of the innermost axis whose random numbers are worked out at a time.
inline constexpr int random_stretch = 256;

}  // namespace sylvite::generators
