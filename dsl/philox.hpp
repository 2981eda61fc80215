// Philox 4x32-10: a counter-based generator, the same numbers on every device and thread count.
// Source: J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace sylvite {

using philox_block = std::array<std::uint32_t, 4>;

inline constexpr int philox_rounds = 10;
inline constexpr std::uint32_t philox_multipliers[] = {0xD2511F53u, 0xCD9E8D57u};
inline constexpr std::uint32_t philox_weyl[] = {0x9E3779B9u, 0xBB67AE85u};  // what the key's halves grow by a round

/// 128 random bits for a 64-bit key and a 128-bit counter.
[[nodiscard]] constexpr philox_block philox(std::uint64_t key, philox_block counter) noexcept {
    auto key_low = static_cast<std::uint32_t>(key);
    auto key_high = static_cast<std::uint32_t>(key >> 32);
    for (int round = 0; round < philox_rounds; ++round) {
        const std::uint64_t a = std::uint64_t{philox_multipliers[0]} * counter[0];
        const std::uint64_t b = std::uint64_t{philox_multipliers[1]} * counter[2];
        counter = {static_cast<std::uint32_t>(b >> 32) ^ counter[1] ^ key_low, static_cast<std::uint32_t>(b),
                   static_cast<std::uint32_t>(a >> 32) ^ counter[3] ^ key_high, static_cast<std::uint32_t>(a)};
        key_low += philox_weyl[0];
        key_high += philox_weyl[1];
    }
    return counter;
}

[[nodiscard]] constexpr philox_block philox(std::uint64_t key, std::uint64_t low, std::uint64_t high = 0) noexcept {
    return philox(key, philox_block{static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(low >> 32),
                                    static_cast<std::uint32_t>(high), static_cast<std::uint32_t>(high >> 32)});
}

/// Uniform in [0, 1), 53 bits.
[[nodiscard]] constexpr double unit_interval(std::uint32_t high, std::uint32_t low) noexcept {
    const std::uint64_t bits = (std::uint64_t{high} << 32 | low) >> 11;
    return static_cast<double>(bits) * 0x1p-53;
}

/// FNV-1a, of 64 bits.
[[nodiscard]] constexpr std::uint64_t name_hash(std::string_view name,
                                                std::uint64_t start = 0xcbf29ce484222325u) noexcept {
    for (const char letter : name) start = (start ^ static_cast<unsigned char>(letter)) * 0x100000001b3u;
    return start;
}
/// A hash, stirred with the seed.
[[nodiscard]] constexpr std::uint64_t stream_key(std::uint64_t seed, std::uint64_t hash) noexcept {
    const philox_block mixed = philox(seed, hash);
    return std::uint64_t{mixed[1]} << 32 | mixed[0];
}
/// A key for what a name and a seed stand for.
[[nodiscard]] constexpr std::uint64_t stream_key(std::uint64_t seed, std::string_view name) noexcept {
    return stream_key(seed, name_hash(name));
}

}  // namespace sylvite
