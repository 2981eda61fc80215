// Register tiles, a second one for calls of few rows if there is such a case, and the output, which reads them. Or, of
// contractions that have rows or columns only, what a reduction has.
#pragma once

#include <sylvite/generators/contraction/tile.hpp>
#include <sylvite/generators/reduction/algorithm.hpp>

namespace sylvite::generators {

struct contraction_funcs {
    std::shared_ptr<reduction_funcs> reduction;  // in place of all others
    contraction_roles roles;
    std::optional<tile_funcs> tile, few;
    Expr are_few;  // the condition under which the second one is read
};

}  // namespace sylvite::generators
