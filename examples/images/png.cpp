#include "png.hpp"

namespace {

void append_big_endian(std::string &to, std::uint32_t value) {
    for (int shift = 24; shift >= 0; shift -= 8) to.push_back(static_cast<char>(value >> shift & 255));
}

/// ISO/IEC 15948, annex D.
std::uint32_t crc_of(const std::string &bytes) {
    std::uint32_t crc = 0xFFFFFFFFu;
    for (const char byte : bytes) {
        crc ^= static_cast<unsigned char>(byte);
        for (int bit = 0; bit < 8; ++bit) crc = (crc & 1) != 0 ? crc >> 1 ^ 0xEDB88320u : crc >> 1;
    }
    return ~crc;
}

/// RFC 1950, section 9.
std::uint32_t adler_of(const std::string &bytes) {
    std::uint32_t a = 1, b = 0;
    for (const char byte : bytes) {
        a = (a + static_cast<unsigned char>(byte)) % 65521;
        b = (b + a) % 65521;
    }
    return b << 16 | a;
}

void append_chunk(std::string &to, const char *type, const std::string &content) {
    append_big_endian(to, static_cast<std::uint32_t>(content.size()));
    const std::string covered = type + content;
    to += covered;
    append_big_endian(to, crc_of(covered));
}

}  // namespace

std::string png_of(std::span<const std::uint8_t> rgb, std::size_t width, std::size_t height) {
    std::string lines;
    for (std::size_t y = 0; y < height; ++y) {
        lines.push_back('\0');  // no filter
        for (const std::uint8_t byte : rgb.subspan(y * 3 * width, 3 * width)) lines.push_back(static_cast<char>(byte));
    }
    std::string header;
    append_big_endian(header, static_cast<std::uint32_t>(width));
    append_big_endian(header, static_cast<std::uint32_t>(height));
    header += std::string("\x08\x02\x00\x00\x00", 5);  // 8 bits of red, green and blue; no interlacing

    const auto low = static_cast<char>(lines.size() & 255), high = static_cast<char>(lines.size() >> 8);
    std::string data = "\x78\x01\x01";  // deflate, then a last block that is stored
    data += {low, high, static_cast<char>(~low), static_cast<char>(~high)};
    data += lines;
    append_big_endian(data, adler_of(lines));

    std::string png = "\x89PNG\r\n\x1a\n";
    append_chunk(png, "IHDR", header);
    append_chunk(png, "IDAT", data);
    append_chunk(png, "IEND", "");
    return png;
}

std::string base64_of(const std::string &bytes) {
    static constexpr char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        std::uint32_t three = 0;
        for (std::size_t k = 0; k < 3; ++k)
            three = three << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0u);
        for (std::size_t k = 0; k < 4; ++k)
            text.push_back(i + k > bytes.size() ? '=' : letters[three >> (18 - 6 * k) & 63]);
    }
    return text;
}
