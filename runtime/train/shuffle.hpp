// The order of rows in an epoch: the same for one seed and epoch, everywhere.
#pragma once

#include <sylvite/runtime/core/philox.hpp>

#include <cstdint>
#include <span>
#include <utility>

namespace sylvite::train {

/// Uniform in [0, bound), bound at least 1, from the generator's words at a place that is the caller's own. Words that
/// would favour small numbers are drawn again. Source: D. Lemire, "Fast random integer generation in an interval",
/// ACM TOMACS 29 (2019).
[[nodiscard]] constexpr std::uint32_t random_below(std::uint64_t key, std::uint64_t place, std::uint64_t epoch,
                                                   std::uint32_t bound) noexcept {
    const std::uint32_t unfair = (0u - bound) % bound;
    for (std::uint32_t attempt = 0;; ++attempt) {
        const core::philox_block words = core::philox(
            key, core::philox_block{static_cast<std::uint32_t>(place), attempt, static_cast<std::uint32_t>(epoch),
                                    static_cast<std::uint32_t>(epoch >> 32)});
        for (const std::uint32_t word : words) {
            const std::uint64_t product = std::uint64_t{word} * bound;
            if (static_cast<std::uint32_t>(product) >= unfair) return static_cast<std::uint32_t>(product >> 32);
        }
    }
}

/// Fisher-Yates over 0, 1, 2, ...; the order depends on the seed and the epoch alone.
constexpr void shuffle(std::span<std::uint32_t> order, std::uint64_t seed, std::uint64_t epoch) noexcept {
    const std::uint64_t key = core::stream_key(seed, "order of rows");
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<std::uint32_t>(i);
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[random_below(key, i, epoch, static_cast<std::uint32_t>(i))]);
}

}  // namespace sylvite::train
