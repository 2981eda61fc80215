// Numbers that agree but for rounding.
#pragma once

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <span>
#include <string>

namespace sylvite::test {

/// Each within `tolerance` times the expected one, or times 1 where that is smaller.
inline void expect_near(std::span<const float> found, std::span<const float> expected, double tolerance,
                        const std::string &what) {
    ASSERT_EQ(found.size(), expected.size()) << what;
    for (std::size_t i = 0; i < found.size(); ++i)
        EXPECT_NEAR(found[i], expected[i], tolerance * std::max(1.0F, std::abs(expected[i])))
            << what << " [" << i << "]";
}

}  // namespace sylvite::test
