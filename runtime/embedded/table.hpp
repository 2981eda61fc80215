// Parameters and state as constant data of a program.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sylvite::embedded {

/// The persistent segment of a network, byte for byte. `Layout` is the hash of the network that it was made for, so
/// that the table of another one does not compile.
template <std::uint64_t Layout, std::size_t Bytes>
struct alignas(64) table {
    static_assert(Bytes % sizeof(std::uint64_t) == 0);
    static_assert(std::endian::native == std::endian::little, "tables are written for little-endian processors");

    std::uint64_t words[Bytes / sizeof(std::uint64_t)];

    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return std::as_bytes(std::span(words)); }
};

/// Of a network without parameters.
template <std::uint64_t Layout>
struct table<Layout, 0> {
    [[nodiscard]] std::span<const std::byte> bytes() const noexcept { return {}; }
};

}  // namespace sylvite::embedded
