#include <sylvite/runtime/core/initialise.hpp>
#include <sylvite/runtime/core/philox.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>
#include <numbers>
#include <vector>

namespace {

using namespace sylvite;
using core::initialiser;
using core::philox_block;

// Known answers published with the algorithm's reference implementation (Random123, kat_vectors).
TEST(philox, gives_the_published_known_answers) {
    constexpr std::uint32_t ones = 0xffffffff;
    EXPECT_EQ(core::philox(0, philox_block{}), (philox_block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    EXPECT_EQ(core::philox(~std::uint64_t{0}, philox_block{ones, ones, ones, ones}),
              (philox_block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(core::philox(0x299f31d0a4093822u, philox_block{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}),
              (philox_block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

core::tensor tensor_of(const char *name, initialiser init, std::int64_t n = 20'000, dtype type = f64) {
    return {name, type, core::role::parameter, core::segment::persistent, 1, {n}, {}, 0, init};
}

template <class T = double>
std::vector<T> filled(const core::tensor &t, std::uint64_t seed) {
    std::vector<T> values(static_cast<std::size_t>(t.extents[0]));
    core::initialise(t, seed, std::as_writable_bytes(std::span(values)).data());
    return values;
}

TEST(initialise, uniform_covers_its_interval_evenly) {
    const auto v = filled(tensor_of("w", {initialiser::kind::uniform, -2, 6}), 1);
    double sum = 0;
    int quarter[4] = {};
    for (const double x : v) {
        ASSERT_GE(x, -2);
        ASSERT_LT(x, 6);
        sum += x;
        ++quarter[static_cast<int>((x + 2) / 2)];
    }
    EXPECT_NEAR(sum / 20'000, 2, 0.08);
    for (const int n : quarter) EXPECT_NEAR(n, 5'000, 250);
}

TEST(initialise, normal_has_its_moments_and_its_distribution) {
    auto v = filled(tensor_of("w", {initialiser::kind::normal, 3, 0.5}), 1);
    double mean = 0;
    double variance = 0;
    for (const double x : v) mean += x / 20'000;
    for (const double x : v) variance += (x - mean) * (x - mean) / 20'000;
    EXPECT_NEAR(mean, 3, 0.015);
    EXPECT_NEAR(std::sqrt(variance), 0.5, 0.01);
    std::sort(v.begin(), v.end());
    double worst = 0;  // Kolmogorov-Smirnov distance from the normal distribution
    for (std::size_t i = 0; i < v.size(); ++i) {
        const double expected = 0.5 * std::erfc(-(v[i] - 3) / 0.5 / std::numbers::sqrt2);
        worst = std::max(worst, std::abs(expected - static_cast<double>(i) / 20'000));
    }
    EXPECT_LT(worst, 1.63 / std::sqrt(20'000.0)) << "differs at the level of 1 in 100";
}

TEST(initialise, depends_on_seed_and_name_alone) {
    const initialiser how{initialiser::kind::normal, 0, 1};
    const auto base = filled(tensor_of("hidden.weight", how), 7);
    EXPECT_EQ(filled(tensor_of("hidden.weight", how), 7), base);
    EXPECT_NE(filled(tensor_of("hidden.weight", how), 8), base);
    EXPECT_NE(filled(tensor_of("out.weight", how), 7), base);
    const auto shorter = filled(tensor_of("hidden.weight", how, 100), 7);
    EXPECT_TRUE(std::equal(shorter.begin(), shorter.end(), base.begin())) << "an element depends on the size";
}

TEST(initialise, gives_these_bits_on_every_platform) {
    const auto u = filled<float>(tensor_of("w", {initialiser::kind::uniform, -1, 1}, 4, f32), 1);
    const auto n = filled<double>(tensor_of("w", {initialiser::kind::normal, 0, 1}, 4), 1);
    const std::uint32_t uniform_bits[] = {0x3f5f1382, 0x3f5eacf3, 0x3eed9620, 0x3d3df473};
    const std::uint64_t normal_bits[] = {0xbff76bcd1f0f8a3e, 0x3fe7db9822fab71c, 0x3fd87367eaabe92b,
                                         0x3fbb0add63b90faf};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(std::bit_cast<std::uint32_t>(u[i]), uniform_bits[i])
            << std::hex << std::bit_cast<std::uint32_t>(u[i]);
        EXPECT_EQ(std::bit_cast<std::uint64_t>(n[i]), normal_bits[i]) << std::hex << std::bit_cast<std::uint64_t>(n[i]);
    }
}

TEST(initialise, fills_every_element_type) {
    EXPECT_EQ(filled<float>(tensor_of("w", {initialiser::kind::constant, 0.5, 0}, 3, f32), 1),
              (std::vector<float>{0.5f, 0.5f, 0.5f}));
    EXPECT_EQ(filled<std::int32_t>(tensor_of("w", {initialiser::kind::constant, 9, 0}, 2, i32), 1),
              (std::vector<std::int32_t>{9, 9}));
    EXPECT_EQ(filled<char>(tensor_of("w", {initialiser::kind::constant, 1, 0}, 2, boolean), 1),
              (std::vector<char>{1, 1}));
    EXPECT_EQ(filled<double>(tensor_of("w", {}, 2), 1), (std::vector<double>{0, 0}));
}

}  // namespace
