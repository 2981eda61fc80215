// The ten classes: what is drawn, without size, place and colour.
#pragma once

#include <cstddef>

inline constexpr const char *kind_names[] = {"disc", "ring",  "crescent", "triangle", "square",
                                             "star", "cross", "heart",    "stripes",  "checks"};
inline constexpr std::size_t kinds = sizeof(kind_names) / sizeof(kind_names[0]);

enum class coat : unsigned char { none, first, second };

/// Which of its two colours the kind has at a point, none outside. It lies within the circle of radius 1 around 0; a
/// mirror image is of the same kind. Stripes and checks alone have the second colour.
[[nodiscard]] coat coat_at(std::size_t kind, double u, double v);
