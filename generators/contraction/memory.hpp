// Memory that a contraction's schedule implies besides the scratch. Knows nothing of Halide.
#pragma once

#include <sylvite/generators/contraction/family.hpp>
#include <sylvite/generators/contraction/roles.hpp>

namespace sylvite::generators {

/// What a task keeps on its stack, in bytes: that much the heuristic allows itself, and that much is legal.
inline constexpr std::int64_t usual_stack = std::int64_t{256} << 10, most_stack = std::int64_t{512} << 10;

/// The sums of a task's tiles, and the panels that it packs for itself.
[[nodiscard]] std::int64_t stack_of_a_task(const index_space &space, const contraction_schedule &how);

}  // namespace sylvite::generators
