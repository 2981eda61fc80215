// The families' tuning spaces, each beside its heuristic, which says what the parameters mean. Nothing of Halide.
#pragma once

#include <sylvite/codegen/space.hpp>
#include <sylvite/generators/lowering/index_space.hpp>

namespace sylvite::generators {

[[nodiscard]] codegen::tuning_space elementwise_space(const index_space &space, const codegen::processor &cpu);
[[nodiscard]] codegen::tuning_space reduction_space(const index_space &space, const codegen::processor &cpu);
[[nodiscard]] codegen::tuning_space row_wise_space(const index_space &space, const codegen::processor &cpu);
[[nodiscard]] codegen::tuning_space contraction_space(const index_space &space, const codegen::processor &cpu);
[[nodiscard]] codegen::tuning_space scatter_space(const index_space &space, const codegen::processor &cpu);

// Of a schedule whose parameters are legal one by one: which two do not go together; "" where all do.
[[nodiscard]] std::string reduction_conflict(const index_space &space, const codegen::schedule &how);
[[nodiscard]] std::string contraction_conflict(const index_space &space, const codegen::schedule &how,
                                               const codegen::processor &cpu);
[[nodiscard]] std::string scatter_conflict(const index_space &space, const codegen::schedule &how);

/// Vectors of half, all and twice the processor's registers.
[[nodiscard]] codegen::parameter_space vector_space(const index_space &space, const codegen::processor &cpu);

/// 0 (serial), then `least` and its doubles up to `most`; legal between them are multiples of `least`.
[[nodiscard]] codegen::parameter_space grain_space(std::int64_t least, std::int64_t most);

/// least, its doubles below most, and most.
[[nodiscard]] std::vector<std::int64_t> doubles(std::int64_t least, std::int64_t most);

}  // namespace sylvite::generators
