// How a kernel is computed: named integers (tile sizes, vectors a tile, grain, ...), chosen by a heuristic of the
// kernel's family, by the tuned database or by hand. Part of the kernel's hash. Knows nothing of Halide.
#pragma once

#include <sylvite/generators/spec/kernel_spec.hpp>

#include <cstdint>
#include <map>
#include <string>

namespace sylvite::generators {

using schedule = std::map<std::string, std::int64_t>;

/// What a heuristic needs to know of the target; from Halide's target string ("x86-64-linux-avx-avx2-fma-...").
struct processor {
    std::string target;
    int vector_bytes = 16;
    int vector_registers = 16;
    std::int64_t l1_bytes = 32 << 10;
    std::int64_t l2_bytes = 512 << 10;
};
[[nodiscard]] processor describe(const std::string &target);

/// The heuristic's schedule for this kernel.
[[nodiscard]] schedule choose_schedule(const kernel_spec &spec, const processor &cpu);

/// The most that the kernel asks of halide_malloc during one call, in bytes, blocks rounded up to 128 each.
[[nodiscard]] std::uint64_t scratch_bytes(const kernel_spec &spec, const schedule &chosen, const processor &cpu);

[[nodiscard]] std::string to_text(const schedule &chosen);
[[nodiscard]] schedule parse_schedule(const std::string &text);

}  // namespace sylvite::generators
