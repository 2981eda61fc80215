// What the families' tuning spaces share; each stands in its family's folder. Knows nothing of Halide.
#pragma once

#include <sylvite/generators/spec/index_space.hpp>
#include <sylvite/generators/spec/space.hpp>

namespace sylvite::generators {

/// Vectors of half, all and twice the processor's registers.
[[nodiscard]] parameter_space vector_space(const index_space &space, const processor &cpu);

/// 0 (serial), then `least` and its doubles up to `most`; legal between them are multiples of `least`.
[[nodiscard]] parameter_space grain_space(std::int64_t least, std::int64_t most);

/// least, its doubles below most, and most.
[[nodiscard]] std::vector<std::int64_t> doubles(std::int64_t least, std::int64_t most);

}  // namespace sylvite::generators
