// What an instance of a program needs and is given: four blocks, all the caller's.
#pragma once

#include <sylvite/runtime/core/program.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace sylvite::core {

inline constexpr std::size_t segment_alignment = 64;
inline constexpr std::size_t scratch_alignment = 128;

/// Bytes.
struct memory_needs {
    std::uint64_t persistent = 0;  // parameters and state; starts at a multiple of 64
    std::uint64_t workspace = 0;   // activations; starts at a multiple of 64
    std::uint64_t scratch = 0;     // the kernels' own; starts at a multiple of 128
    std::uint64_t views = 0;       // buffer descriptions and argument lists; starts at a multiple of 64
};

struct memory {
    std::span<std::byte> persistent;
    std::span<std::byte> workspace;
    std::span<std::byte> scratch;
    std::span<std::byte> views;
};

/// Memory of an instance that only reads its parameters and state: they may stand in constant memory, and serve many
/// instances at once.
struct reading_memory {
    std::span<const std::byte> persistent;
    std::span<std::byte> workspace;
    std::span<std::byte> scratch;
    std::span<std::byte> views;
};

/// Of a program whose tables are in order (see instance::bind, which checks them).
[[nodiscard]] memory_needs required_memory(const program &code) noexcept;

/// Elements of a tensor, dynamic extents at their bounds.
[[nodiscard]] constexpr std::uint64_t bound_volume(const tensor &t) noexcept {
    std::uint64_t volume = 1;
    for (int axis = 0; axis < t.rank; ++axis) volume *= static_cast<std::uint64_t>(t.extents[axis]);
    return volume;
}

[[nodiscard]] constexpr std::uint64_t bound_bytes(const tensor &t) noexcept {
    return bound_volume(t) * size_of(t.type);
}

}  // namespace sylvite::core
