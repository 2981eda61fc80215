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

TEST(initialise, truncated_normal_stays_within_two_deviations) {
    auto v = filled(tensor_of("w", {initialiser::kind::truncated_normal, 3, 0.5}), 1);
    double mean = 0;
    double variance = 0;
    for (const double x : v) {
        ASSERT_LE(std::abs(x - 3), 1);
        mean += x / 20'000;
    }
    for (const double x : v) variance += (x - mean) * (x - mean) / 20'000;
    EXPECT_NEAR(mean, 3, 0.013);
    EXPECT_NEAR(std::sqrt(variance), 0.5 * 0.8796, 0.01);
    std::sort(v.begin(), v.end());
    double worst = 0;  // Kolmogorov-Smirnov distance from the truncated distribution
    const double below = 0.5 * std::erfc(std::numbers::sqrt2);
    for (std::size_t i = 0; i < v.size(); ++i) {
        const double expected = (0.5 * std::erfc(-(v[i] - 3) / 0.5 / std::numbers::sqrt2) - below) / (1 - 2 * below);
        worst = std::max(worst, std::abs(expected - static_cast<double>(i) / 20'000));
    }
    EXPECT_LT(worst, 1.63 / std::sqrt(20'000.0)) << "differs at the level of 1 in 100";
}

/// The largest distance of V V^T from gain^2 I, for the shorter side's vectors V.
template <class T>
double distance_from_orthogonal(std::int64_t rows, std::int64_t columns, double gain, dtype type, std::uint64_t seed) {
    core::tensor t = tensor_of("w", {initialiser::kind::orthogonal, gain, 0}, rows, type);
    t.rank = 3;
    t.extents[1] = 1;
    t.extents[2] = columns;
    std::vector<T> m(static_cast<std::size_t>(rows * columns));
    core::initialise(t, seed, std::as_writable_bytes(std::span(m)).data());
    const auto at = [&](std::int64_t i, std::int64_t j) {
        return static_cast<double>(m[static_cast<std::size_t>(i * columns + j)]);
    };
    double worst = 0;
    const std::int64_t count = std::min(rows, columns), length = std::max(rows, columns);
    for (std::int64_t a = 0; a < count; ++a)
        for (std::int64_t b = 0; b <= a; ++b) {
            double dot = 0;
            for (std::int64_t i = 0; i < length; ++i)
                dot += rows <= columns ? at(a, i) * at(b, i) : at(i, a) * at(i, b);
            worst = std::max(worst, std::abs(dot - (a == b ? gain * gain : 0)));
        }
    return worst;
}

TEST(initialise, orthogonal_matrices_are_orthogonal) {
    const std::int64_t shapes[][2] = {{1, 1}, {1, 7}, {7, 1}, {2, 2}, {17, 17}, {5, 31}, {31, 5}, {64, 64}, {130, 130}};
    for (const auto &[rows, columns] : shapes)
        for (const std::uint64_t seed : {1u, 2u, 3u}) {
            SCOPED_TRACE(std::to_string(rows) + " by " + std::to_string(columns));
            EXPECT_LT(distance_from_orthogonal<float>(rows, columns, 1, f32, seed), 1e-6);
            EXPECT_LT(distance_from_orthogonal<double>(rows, columns, 1.5, f64, seed), 1e-14);
        }
}

TEST(initialise, orthogonal_matrices_favour_no_direction) {
    core::tensor t = tensor_of("w", {initialiser::kind::orthogonal, 1, 0}, 3);
    t.rank = 2;
    t.extents[1] = 3;
    double mean[9] = {}, square[9] = {}, determinants = 0;
    std::vector<double> m(9);
    for (std::uint64_t seed = 0; seed < 4'000; ++seed) {
        core::initialise(t, seed, std::as_writable_bytes(std::span(m)).data());
        for (std::size_t i = 0; i < 9; ++i) {
            mean[i] += m[i] / 4'000;
            square[i] += m[i] * m[i] / 4'000;
        }
        determinants += (m[0] * (m[4] * m[8] - m[5] * m[7]) - m[1] * (m[3] * m[8] - m[5] * m[6]) +
                         m[2] * (m[3] * m[7] - m[4] * m[6])) /
                        4'000;
    }
    for (std::size_t i = 0; i < 9; ++i) {  // within four standard errors
        EXPECT_NEAR(mean[i], 0, 0.037) << i;
        EXPECT_NEAR(square[i], 1 / 3.0, 0.019) << i;
    }
    EXPECT_NEAR(determinants, 0, 0.064) << "as many rotations as reflections";
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
