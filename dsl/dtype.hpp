// Element types. Standard library only: the one header that every part of Sylvite may include.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sylvite {

/// Element type of a tensor. The numeric values are part of the program ABI (runtime/core/program.hpp).
enum class dtype : std::uint8_t { f32 = 0, f64 = 1, i32 = 2, boolean = 3 };

inline constexpr dtype f32 = dtype::f32;
inline constexpr dtype f64 = dtype::f64;
inline constexpr dtype i32 = dtype::i32;
inline constexpr dtype boolean = dtype::boolean;

/// Bytes of one element in memory (a boolean takes one byte, 0 or 1).
[[nodiscard]] constexpr std::size_t size_of(dtype type) noexcept {
    switch (type) {
        case dtype::f32:
        case dtype::i32:
            return 4;
        case dtype::f64:
            return 8;
        case dtype::boolean:
            return 1;
    }
    return 0;
}

[[nodiscard]] constexpr const char *name_of(dtype type) noexcept {
    switch (type) {
        case dtype::f32:
            return "f32";
        case dtype::f64:
            return "f64";
        case dtype::i32:
            return "i32";
        case dtype::boolean:
            return "boolean";
    }
    return "?";
}

[[nodiscard]] constexpr bool is_floating(dtype type) noexcept { return type == dtype::f32 || type == dtype::f64; }

}  // namespace sylvite
