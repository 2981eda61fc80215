// Starting values of parameters and state.
#pragma once

#include <sylvite/runtime/core/program.hpp>

namespace sylvite::core {

/// Fills one tensor as its initialiser says. Element i depends on the seed, the tensor's name and i alone, and is
/// computed with operations that IEEE 754 rounds exactly: the same bits on every platform.
void initialise(const tensor &t, std::uint64_t seed, std::byte *data) noexcept;

/// Every tensor of the persistent segment.
void initialise_persistent(const program &code, std::uint64_t seed, std::byte *segment) noexcept;

}  // namespace sylvite::core
