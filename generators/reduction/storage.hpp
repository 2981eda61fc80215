// The partial results of a reduction in chunks. Knows nothing of Halide.
#pragma once

#include <sylvite/generators/reduction/family.hpp>

namespace sylvite::generators {

/// Of the result's axes the innermost that the reduction keeps; -1: none.
[[nodiscard]] axis_id innermost_kept_axis(const index_space &space, value_id reduction);

/// Vectors along the innermost kept axis that one tile sums side by side. The last tile of a row is a whole one too.
struct tile_of_results {
    int width, size;  // of a vector; of the tile, in results
};
[[nodiscard]] tile_of_results tile_of(const index_space &space, const reduction_schedule &chosen);

/// One for each Func that is computed before the results: all lanes, then each halving of them.
[[nodiscard]] std::vector<stored_func> partial_results(const index_space &space, value_id reduction,
                                                       const reduction_schedule &chosen);

}  // namespace sylvite::generators
