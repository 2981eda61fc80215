// Numbers as files hold them, and their way to the element types of tensors.
#pragma once

#include <sylvite/dsl/dtype.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sylvite::io {

/// f16 is IEEE 754's binary16, bf16 the upper half of an f32. A boolean is a byte, 0 or 1.
enum class element : std::uint8_t { boolean, u8, i8, u16, i16, u32, i32, u64, i64, f16, bf16, f32, f64 };

/// Bytes of one.
[[nodiscard]] std::size_t size_of(element type) noexcept;
[[nodiscard]] const char *name_of(element type) noexcept;

struct element_layout {
    element type = element::f32;
    std::endian order = std::endian::little;
};

/// Which numbers a tensor takes.
enum class accepted : std::uint8_t {
    all,     // NaN and infinities too, as weights may hold them
    finite,  // as data must be
};

/// Converts numbers, dense, as many as `bytes` holds. Between floating types and from whole numbers to floating ones
/// the nearest value is taken; whole numbers and booleans must be met exactly. Returns how many were converted; where
/// that is not all of them, the next one is `refused`: it is not finite though it must be, or lies outside of what the
/// type holds, or is no whole number, or no boolean.
[[nodiscard]] std::size_t convert(element_layout from, std::span<const std::byte> bytes, dtype to, void *values,
                                  accepted which, double &refused);

}  // namespace sylvite::io
