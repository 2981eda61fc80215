#include <sylvite/runtime/io/utf8.hpp>

#include <cstddef>

namespace sylvite::io {

namespace {

/// Bytes of the character that begins with these, 0 where none does. The ranges are those of RFC 3629, section 4: no
/// code point is written longer than it has to be, none is a surrogate or above 0x10ffff.
std::size_t character_length(std::string_view text) noexcept {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    const auto continues = [&](std::size_t i) { return i < text.size() && (byte(i) & 0xc0) == 0x80; };
    const unsigned first = byte(0);
    if (first < 0x80) return 1;
    if (first < 0xc2 || first > 0xf4 || !continues(1)) return 0;
    if (first < 0xe0) return 2;
    if ((first == 0xe0 && byte(1) < 0xa0) || (first == 0xed && byte(1) > 0x9f) || !continues(2)) return 0;
    if (first < 0xf0) return 3;
    if ((first == 0xf0 && byte(1) < 0x90) || (first == 0xf4 && byte(1) > 0x8f) || !continues(3)) return 0;
    return 4;
}

}  // namespace

bool is_utf8(std::string_view text) noexcept {
    while (!text.empty()) {
        const std::size_t length = character_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string ascii_only(std::string_view text) {
    std::string result(text);
    for (char &letter : result)
        if (static_cast<unsigned char>(letter) >= 0x80) letter = '?';
    return result;
}

void append_utf8(std::string &to, char32_t code_point) {
    const auto tail = [&](unsigned shift) { to += static_cast<char>(0x80 | (code_point >> shift & 0x3f)); };
    if (code_point < 0x80) {
        to += static_cast<char>(code_point);
    } else if (code_point < 0x800) {
        to += static_cast<char>(0xc0 | code_point >> 6);
        tail(0);
    } else if (code_point < 0x10000) {
        to += static_cast<char>(0xe0 | code_point >> 12);
        tail(6);
        tail(0);
    } else {
        to += static_cast<char>(0xf0 | code_point >> 18);
        tail(12);
        tail(6);
        tail(0);
    }
}

}  // namespace sylvite::io
