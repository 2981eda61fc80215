// What this machine can do at most: measured, not looked up.
#pragma once

#include <cstddef>
#include <cstdint>

namespace bench {

/// Much more than the caches hold: what is read from a block of this size comes from memory.
inline constexpr std::size_t memory_block = std::size_t{512} << 20;

/// Single-precision FMA peak of this many threads together, in operations a second (an FMA counts two). The best of so
/// many tries, as below.
[[nodiscard]] double measure_fma_peak(int threads, int tries = 15);

/// Does nothing but such operations, on this thread, for so many rounds; gives their number.
double fused_operations(std::int64_t rounds);

/// Bytes a second that this many threads together read from a block of this size, which is read over and over: a small
/// one stays in the caches.
[[nodiscard]] double measure_bandwidth(std::size_t bytes, int threads, int tries = 15);

}  // namespace bench
