// Numbers that change from step to step without being inputs: what a network's random numbers depend on.
#pragma once

#include <cstdint>

namespace sylvite {

/// Each an unsigned integer of 64 bits, as kernels are given them.
struct step_values {
    std::uint64_t seed = 0;       // of all random numbers of a run
    std::uint64_t step = 0;       // how many steps came before
    std::uint64_t first_row = 0;  // where the entry's rows begin in the batch of all ranks
    constexpr bool operator==(const step_values &) const noexcept = default;
};

}  // namespace sylvite
