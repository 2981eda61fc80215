// PNG files without compression: ISO/IEC 15948:2004, with RFC 1950's container and RFC 1951's stored blocks.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

/// rgb: three bytes a pixel, row by row. At most 65,535 bytes with one more a row, which is what a stored block holds.
[[nodiscard]] std::string png_of(std::span<const std::uint8_t> rgb, std::size_t width, std::size_t height);

[[nodiscard]] std::string base64_of(const std::string &bytes);
