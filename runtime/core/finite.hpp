// The first NaN or infinity of an array, by its bits: no compiler flag can take the test away.
#pragma once

#include <sylvite/dsl/dtype.hpp>

#include <bit>
#include <cstdint>
#include <cstring>

namespace sylvite::core {

[[nodiscard]] constexpr bool is_finite(float x) noexcept {
    return (std::bit_cast<std::uint32_t>(x) & 0x7f800000u) != 0x7f800000u;
}
[[nodiscard]] constexpr bool is_finite(double x) noexcept {
    return (std::bit_cast<std::uint64_t>(x) & 0x7ff0000000000000u) != 0x7ff0000000000000u;
}

/// Index of the first element that is not finite; -1 where all are, or the type is not floating.
[[nodiscard]] inline std::int64_t first_not_finite(dtype type, const void *data, std::uint64_t count) noexcept {
    const auto scan = [&](auto kind) noexcept -> std::int64_t {
        for (std::uint64_t i = 0; i < count; ++i) {
            std::memcpy(&kind, static_cast<const std::byte *>(data) + i * sizeof kind, sizeof kind);
            if (!is_finite(kind)) return static_cast<std::int64_t>(i);
        }
        return -1;
    };
    if (type == f32) return scan(0.0f);
    if (type == f64) return scan(0.0);
    return -1;
}

}  // namespace sylvite::core
