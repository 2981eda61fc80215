// Random numbers that depend on a key and an element alone: the same bits on every platform.
#pragma once

#include <cstdint>

namespace sylvite::core {

/// Uniform in [0, 1).
[[nodiscard]] double uniform_sample(std::uint64_t key, std::uint64_t element) noexcept;

/// Of mean 0 and deviation 1. Another first attempt, 2^32 apart, is another number for the element.
[[nodiscard]] double normal_sample(std::uint64_t key, std::uint64_t element, std::uint64_t attempt = 0) noexcept;

/// A normal number from -2 to 2; others are drawn again.
[[nodiscard]] double truncated_normal_sample(std::uint64_t key, std::uint64_t element) noexcept;

}  // namespace sylvite::core
