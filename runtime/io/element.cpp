#include <sylvite/runtime/io/element.hpp>

#include <algorithm>
#include <array>
#include <cmath>
#include <concepts>
#include <cstring>
#include <limits>

namespace sylvite::io {

namespace {

constexpr std::size_t numbers_at_once = 512;  // numbers on their way

template <std::unsigned_integral Bits>
Bits swapped(Bits bits) noexcept {
    Bits result = 0;
    for (std::size_t i = 0; i < sizeof bits; ++i) result = static_cast<Bits>(result << 8 | (bits >> (8 * i) & 0xff));
    return result;
}

double from_f16(std::uint16_t bits) noexcept {
    const int exponent = bits >> 10 & 0x1f;
    const int fraction = bits & 0x3ff;
    double size = 0;
    if (exponent == 0x1f)
        size = fraction == 0 ? std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
    else if (exponent == 0)
        size = std::ldexp(fraction, -24);
    else
        size = std::ldexp(0x400 | fraction, exponent - 25);
    return (bits & 0x8000) != 0 ? -size : size;
}

double from_bf16(std::uint16_t bits) noexcept { return std::bit_cast<float>(static_cast<std::uint32_t>(bits) << 16); }

/// 64-bit whole numbers beyond 2^53 are rounded here, and again where they become f32.
template <std::unsigned_integral Bits, class F>
void decode(const std::byte *from, std::size_t count, std::endian order, double *to, F value_of) {
    for (std::size_t i = 0; i < count; ++i) {
        Bits bits = 0;
        std::memcpy(&bits, from + i * sizeof bits, sizeof bits);
        if (order != std::endian::native) bits = swapped(bits);
        to[i] = static_cast<double>(value_of(bits));
    }
}

void decode(element_layout from, const std::byte *bytes, std::size_t count, double *to) {
    const auto as = [&]<class Bits, class T>(Bits, T) {
        decode<Bits>(bytes, count, from.order, to, [](Bits bits) { return std::bit_cast<T>(bits); });
    };
    switch (from.type) {
        case element::boolean:
        case element::u8:
            return as(std::uint8_t{}, std::uint8_t{});
        case element::i8:
            return as(std::uint8_t{}, std::int8_t{});
        case element::u16:
            return as(std::uint16_t{}, std::uint16_t{});
        case element::i16:
            return as(std::uint16_t{}, std::int16_t{});
        case element::u32:
            return as(std::uint32_t{}, std::uint32_t{});
        case element::i32:
            return as(std::uint32_t{}, std::int32_t{});
        case element::u64:
            return as(std::uint64_t{}, std::uint64_t{});
        case element::i64:
            return as(std::uint64_t{}, std::int64_t{});
        case element::f16:
            return decode<std::uint16_t>(bytes, count, from.order, to, from_f16);
        case element::bf16:
            return decode<std::uint16_t>(bytes, count, from.order, to, from_bf16);
        case element::f32:
            return as(std::uint32_t{}, float{});
        case element::f64:
            return as(std::uint64_t{}, double{});
    }
}

bool fits(double value, dtype to, accepted which) noexcept {
    switch (to) {
        case dtype::f32:
            // Beyond the largest float by half a step or more, the nearest value is infinity.
            return std::isfinite(value) ? std::isfinite(static_cast<float>(value)) : which == accepted::all;
        case dtype::f64:
            return std::isfinite(value) || which == accepted::all;
        case dtype::i32:
            return value >= std::numeric_limits<std::int32_t>::min() &&
                   value <= std::numeric_limits<std::int32_t>::max() && value == std::floor(value);
        case dtype::boolean:
            return value == 0 || value == 1;
    }
    return false;
}

void store(double value, dtype to, std::byte *at) noexcept {
    with_element(to, [&]<class T>(T typed) {
        typed = static_cast<T>(value);
        std::memcpy(at, &typed, sizeof typed);
    });
}

struct element_name {
    const char *name;
    std::size_t bytes;
};
constexpr std::array<element_name, 13> elements{{{"boolean", 1},
                                                 {"u8", 1},
                                                 {"i8", 1},
                                                 {"u16", 2},
                                                 {"i16", 2},
                                                 {"u32", 4},
                                                 {"i32", 4},
                                                 {"u64", 8},
                                                 {"i64", 8},
                                                 {"f16", 2},
                                                 {"bf16", 2},
                                                 {"f32", 4},
                                                 {"f64", 8}}};

}  // namespace

std::size_t size_of(element type) noexcept { return elements[static_cast<std::size_t>(type)].bytes; }
const char *name_of(element type) noexcept { return elements[static_cast<std::size_t>(type)].name; }

std::size_t convert(element_layout from, std::span<const std::byte> bytes, dtype to, void *values, accepted which,
                    double &refused) {
    const std::size_t count = bytes.size() / size_of(from.type);
    auto *at = static_cast<std::byte *>(values);
    std::array<double, numbers_at_once> numbers;
    for (std::size_t first = 0; first < count; first += numbers_at_once) {
        const std::size_t n = std::min(numbers_at_once, count - first);
        decode(from, bytes.data() + first * size_of(from.type), n, numbers.data());
        for (std::size_t i = 0; i < n; ++i, at += sylvite::size_of(to)) {
            if (!fits(numbers[i], to, which) || (from.type == element::boolean && numbers[i] > 1)) {
                refused = numbers[i];
                return first + i;
            }
            store(numbers[i], to, at);
        }
    }
    return count;
}

}  // namespace sylvite::io
