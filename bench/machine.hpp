// What this machine can do at most: measured, not looked up.
#pragma once

#include <cstddef>

namespace bench {

/// Single-precision FMA peak of this many threads together, in operations a second (an FMA counts two).
[[nodiscard]] double measure_fma_peak(int threads);

/// Bytes a second that this many threads together read from a block of this size, which is read over and over: a small
/// one stays in the caches.
[[nodiscard]] double measure_bandwidth(std::size_t bytes, int threads);

}  // namespace bench
