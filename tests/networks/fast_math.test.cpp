// A program that is compiled and linked with -ffast-math, as docs/numerics.md describes it.
#include <labels.gen.hpp>

#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/train/fit.hpp>

#include <gtest/gtest.h>

#include <xmmintrin.h>

#include <algorithm>
#include <bit>
#include <string>
#include <vector>

namespace {

constexpr unsigned flush = 0x8040;  // results and arguments below the smallest normal number

std::ptrdiff_t zeros_after_a_step() {
    labels net({.seed = 1});
    const std::vector<float> tiny(200, std::bit_cast<float>(0x000116c2U));  // 1e-40
    const std::vector<float> x(32, 0.5F);
    const std::vector<std::int32_t> words(16), y(8);
    net.set(labels::word_weight, tiny);
    net.bind(labels::x, x);
    net.bind(labels::words, words);
    net.bind(labels::y, y);
    net.train_masked();  // of the 50 rows the first alone has a gradient
    const auto after = net.values(labels::word_weight);
    return std::ranges::count_if(after, [](float w) { return std::bit_cast<std::uint32_t>(w) == 0; });
}

TEST(fast_math, when_linked_with_flushes_small_numbers_in_kernels_and_can_be_undone) {
    EXPECT_EQ(_mm_getcsr() & flush, flush) << "the linker sets it before main";
    EXPECT_EQ(zeros_after_a_step(), 4 * 49);
    _mm_setcsr(_mm_getcsr() & ~flush);
    EXPECT_EQ(zeros_after_a_step(), 0);
}

TEST(fast_math, does_not_hide_a_nan_from_fit) {
    const std::vector<float> x(32, 0.5F);
    const std::vector<std::int32_t> words(16);
    std::vector<std::int32_t> y(8);
    y[5] = 3;
    sylvite::dataset rows;
    rows.add(labels::x, x).add(labels::words, words).add(labels::y, y);
    labels net({.seed = 1});
    std::string said;
    try {
        sylvite::fit(net, rows, {.shuffle = false, .rate = 0.1});
    } catch (const sylvite::error &problem) {
        said = problem.what();
    }
    EXPECT_NE(said.find("metric 'loss' is NaN"), std::string::npos) << said;
    EXPECT_NE(said.find("input 'y' is 3 in row 5"), std::string::npos) << said;
}

}  // namespace
