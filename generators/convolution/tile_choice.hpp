// The register tile of a convolution, by counting cycles. Knows nothing of Halide.
#pragma once

#include <sylvite/generators/convolution/roles.hpp>
#include <sylvite/generators/spec/schedule.hpp>

namespace sylvite::generators {

struct tile_choice {
    std::int64_t columns = 1;  // vectors
    std::int64_t rows[3] = {1, 1, 1};
    std::int64_t unroll = 1;  // of a sum over positions: so many steps side by side

    /// Vectors of sums.
    [[nodiscard]] std::int64_t sums() const { return columns * rows[0] * rows[1] * rows[2]; }
};

/// Of all tiles the one with the fewest cycles; of equal ones that which is longest along memory.
[[nodiscard]] tile_choice choose_tile(const index_space &space, const processor &cpu, const convolution_roles &roles);

/// Whether a tile along a row of positions has elements in registers that several taps multiply, one vector each: then
/// one load serves them all.
[[nodiscard]] bool shares_elements(const index_space &space, const processor &cpu, const convolution_roles &roles,
                                   const tile_choice &tile);

}  // namespace sylvite::generators
