// Included by both networks; the tests edit it.
#pragma once

#include <cstdint>

inline constexpr std::int64_t hidden_units = 8;
