#include <sylvite/runtime/handles.hpp>
#include <sylvite/runtime/io/element.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <vector>

namespace {

using namespace sylvite;
using io::accepted;
using io::element;

template <class T>
std::vector<std::byte> bytes_of(const std::vector<T> &values, std::endian order = std::endian::little) {
    std::vector<std::byte> bytes(values.size() * sizeof(T));
    std::memcpy(bytes.data(), values.data(), bytes.size());
    if (order != std::endian::native)
        for (std::size_t i = 0; i < bytes.size(); i += sizeof(T))
            std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(i),
                         bytes.begin() + static_cast<std::ptrdiff_t>(i + sizeof(T)));
    return bytes;
}

/// All of them, which must fit.
template <class To, class From>
std::vector<To> converted(element type, const std::vector<From> &from, accepted which = accepted::finite) {
    std::vector<To> result;
    for (const std::endian order : {std::endian::little, std::endian::big}) {
        std::vector<To> values(from.size());
        double refused = 0;
        EXPECT_EQ(io::convert({type, order}, bytes_of(from, order), dtype_of<To>, values.data(), which, refused),
                  from.size())
            << refused;
        if (!result.empty()) {
            EXPECT_EQ(std::memcmp(values.data(), result.data(), values.size() * sizeof(To)), 0);
        }
        result = std::move(values);
    }
    return result;
}

/// Where the conversion stops, and at what.
template <class From>
std::pair<std::size_t, double> stopped(element type, const std::vector<From> &from, dtype to) {
    std::vector<double> room(from.size());
    double refused = 0;
    const std::size_t done = io::convert({type}, bytes_of(from), to, room.data(), accepted::finite, refused);
    return {done, refused};
}

TEST(element, every_type_reaches_f32_in_both_byte_orders) {
    const std::vector<float> expected{0, 1, 77};
    EXPECT_EQ(converted<float>(element::u8, std::vector<std::uint8_t>{0, 1, 77}), expected);
    EXPECT_EQ(converted<float>(element::i8, std::vector<std::int8_t>{-128, -1, 127}),
              (std::vector<float>{-128, -1, 127}));
    EXPECT_EQ(converted<float>(element::u16, std::vector<std::uint16_t>{0, 1, 0xff00}),
              (std::vector<float>{0, 1, 65280}));
    EXPECT_EQ(converted<float>(element::i16, std::vector<std::int16_t>{-256, 1}), (std::vector<float>{-256, 1}));
    EXPECT_EQ(converted<float>(element::u32, std::vector<std::uint32_t>{0x80000000u}),
              std::vector<float>{2147483648.0f});
    EXPECT_EQ(converted<float>(element::i32, std::vector<std::int32_t>{-65536}), std::vector<float>{-65536});
    EXPECT_EQ(converted<float>(element::u64, std::vector<std::uint64_t>{1ull << 63}), std::vector<float>{0x1p63f});
    EXPECT_EQ(converted<float>(element::i64, std::vector<std::int64_t>{-(1ll << 40)}), std::vector<float>{-0x1p40f});
    EXPECT_EQ(converted<float>(element::f32, std::vector<float>{1.5f, -0.0f}), (std::vector<float>{1.5f, -0.0f}));
    EXPECT_EQ(converted<float>(element::f64, std::vector<double>{0.1}), std::vector<float>{0.1f});
    EXPECT_EQ(converted<float>(element::boolean, std::vector<std::uint8_t>{0, 1}), (std::vector<float>{0, 1}));
}

/// Every bit pattern against the definition of binary16.
TEST(element, f16_is_widened_exactly) {
    std::vector<std::uint16_t> all(0x10000);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint16_t>(i);
    const std::vector<float> wide = converted<float>(element::f16, all, accepted::all);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const int exponent = static_cast<int>(i >> 10 & 31), fraction = static_cast<int>(i & 1023);
        const double sign = i >= 0x8000 ? -1 : 1;
        if (exponent == 31 && fraction != 0) {
            EXPECT_TRUE(std::isnan(wide[i])) << i;
        } else if (exponent == 31) {
            EXPECT_EQ(wide[i], sign * std::numeric_limits<double>::infinity()) << i;
        } else {
            const double size =
                exponent == 0 ? std::ldexp(fraction / 1024.0, -14) : std::ldexp(1 + fraction / 1024.0, exponent - 15);
            EXPECT_EQ(wide[i], sign * size) << i;
            EXPECT_EQ(std::signbit(wide[i]), i >= 0x8000) << i;
        }
    }
}

TEST(element, bf16_is_the_upper_half_of_f32) {
    std::vector<std::uint16_t> all(0x10000);
    for (std::size_t i = 0; i < all.size(); ++i) all[i] = static_cast<std::uint16_t>(i);
    const std::vector<float> wide = converted<float>(element::bf16, all, accepted::all);
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (std::isnan(wide[i]))
            EXPECT_TRUE((i & 0x7f80) == 0x7f80 && (i & 0x7f) != 0) << i;
        else
            EXPECT_EQ(std::bit_cast<std::uint32_t>(wide[i]), i << 16) << i;
    }
}

TEST(element, whole_numbers_must_be_met_exactly) {
    EXPECT_EQ(converted<std::int32_t>(element::f64, std::vector<double>{-2147483648.0, 2147483647, -0.0}),
              (std::vector<std::int32_t>{INT32_MIN, INT32_MAX, 0}));
    EXPECT_EQ(converted<std::int32_t>(element::i64, std::vector<std::int64_t>{INT32_MIN, INT32_MAX}),
              (std::vector<std::int32_t>{INT32_MIN, INT32_MAX}));
    using stop = std::pair<std::size_t, double>;
    EXPECT_EQ(stopped(element::f32, std::vector<float>{1, 2.5f}, i32), stop(1, 2.5));
    EXPECT_EQ(stopped(element::f64, std::vector<double>{2147483648.0}, i32), stop(0, 2147483648.0));
    EXPECT_EQ(stopped(element::i64, std::vector<std::int64_t>{-2147483649ll}, i32), stop(0, -2147483649.0));
    EXPECT_EQ(stopped(element::u64, std::vector<std::uint64_t>{UINT64_MAX}, i32), stop(0, 0x1p64));
    EXPECT_EQ(stopped(element::u32, std::vector<std::uint32_t>{7, UINT32_MAX}, i32), stop(1, 4294967295.0));
    EXPECT_EQ(stopped(element::f32, std::vector<float>{0, INFINITY}, i32).first, 1u);
    EXPECT_EQ(stopped(element::f32, std::vector<float>{NAN}, i32).first, 0u);
}

TEST(element, booleans_are_0_and_1) {
    std::vector<std::uint8_t> values(3);
    double refused = 0;
    EXPECT_EQ(io::convert({element::i64}, bytes_of(std::vector<std::int64_t>{0, 1, 2}), boolean, values.data(),
                          accepted::finite, refused),
              2u);
    EXPECT_EQ(values[1], 1);
    using stop = std::pair<std::size_t, double>;
    EXPECT_EQ(stopped(element::f32, std::vector<float>{0.5f}, boolean), stop(0, 0.5));
    EXPECT_EQ(stopped(element::boolean, std::vector<std::uint8_t>{1, 7}, f32), stop(1, 7));
}

TEST(element, data_must_be_finite_and_within_the_type) {
    EXPECT_EQ(stopped(element::f32, std::vector<float>{1, NAN}, f32).first, 1u);
    EXPECT_EQ(stopped(element::f64, std::vector<double>{1, INFINITY}, f64).first, 1u);
    EXPECT_EQ(stopped(element::f64, std::vector<double>{3.4028235677973366e38}, f32).first, 0u)
        << "halfway to infinity";
    EXPECT_EQ(converted<float>(element::f64, std::vector<double>{3.4028235677973362e38}),
              std::vector<float>{std::numeric_limits<float>::max()});
    EXPECT_TRUE(std::isnan(converted<float>(element::f64, std::vector<double>{NAN}, accepted::all)[0]));
    EXPECT_TRUE(std::isinf(converted<float>(element::f64, std::vector<double>{INFINITY}, accepted::all)[0]));
    EXPECT_TRUE(std::isnan(converted<double>(element::f32, std::vector<float>{NAN}, accepted::all)[0]));
    EXPECT_TRUE(std::isinf(converted<double>(element::f32, std::vector<float>{INFINITY}, accepted::all)[0]));
}

TEST(element, long_arrays_are_converted_whole) {
    std::vector<std::uint16_t> from(2000);
    for (std::size_t i = 0; i < from.size(); ++i) from[i] = static_cast<std::uint16_t>(3 * i);
    const std::vector<double> to = converted<double>(element::u16, from);
    for (std::size_t i = 0; i < from.size(); ++i) ASSERT_EQ(to[i], 3.0 * static_cast<double>(i));
    std::vector<double> late(2000);
    late[1999] = 0.5;
    EXPECT_EQ(stopped(element::f64, late, i32), (std::pair<std::size_t, double>(1999, 0.5)));
}

}  // namespace
