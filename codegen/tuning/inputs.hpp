// What a kernel is tried on: values of its arguments that the tuner and the timer both make, so that none travel.
#pragma once

#include <sylvite/dsl/step_values.hpp>
#include <sylvite/generators/spec/kernel_spec.hpp>

#include <cstdint>
#include <vector>

namespace sylvite::codegen {

/// Run-time extents of a spec's symbols, symbol 1 first.
using extents = std::vector<std::int64_t>;

/// Of kernels with random numbers.
inline constexpr step_values tried_step{0x9e3779b97f4a7c15u, 3, 0};

[[nodiscard]] std::uint64_t bytes_of(const shape &dims, dtype type, const extents &symbols);

/// Writes argument k, dense and row-major: numbers from -2 to 2, booleans, and integers from -9 to 9, which are valid
/// indices where the kernel gathers or scatters. The same on every machine.
void fill_argument(const generators::kernel_spec &spec, std::size_t k, const extents &symbols, void *to);

}  // namespace sylvite::codegen
