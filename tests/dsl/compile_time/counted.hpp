// How many steps the functions that run in a network's compilation take, counted as they run natively.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sylvite::test {

struct steps {
    std::size_t nodes = 0;       // of the table
    std::size_t kernels = 0;     // of the plan
    std::uint64_t building = 0;  // basic blocks entered: layers, gradients, updates, rewriting, compact
    std::uint64_t planning = 0;  // fusion and order of the kernels
};

enum class measured_network : unsigned char { chain, residual, chain_with_adam };

/// counted.cpp, whose basic blocks all call the counter in linear.test.cpp.
steps count_steps(measured_network which, int layers);

/// The counter's value.
std::uint64_t blocks_entered();

}  // namespace sylvite::test
