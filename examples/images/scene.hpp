// Draws a picture of a kind: an object of any place, size, direction and colour among clutter, with noise.
#pragma once

#include "random_numbers.hpp"

#include <cstddef>
#include <cstdint>
#include <span>

inline constexpr std::size_t side = 32, pixels_a_colour = side * side;
inline constexpr std::size_t picture_bytes = 3 * pixels_a_colour;

/// Writes all red values, then all green, then all blue ones, row by row.
void draw_scene(std::size_t kind, random_numbers &random, std::span<std::uint8_t, picture_bytes> picture);
