// JSON's own spelling of text: for the writers of flat reports, which need no document in memory.
#pragma once

#include <sylvite/runtime/standard_library.hpp>

#include <string>
#include <string_view>

namespace sylvite::io {

/// The text between quotes, control characters, quotes and backslashes escaped (RFC 8259, section 7). UTF-8 stays as it
/// is.
[[nodiscard]] inline std::string json_text(std::string_view text) {
    static constexpr char digits[] = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20) {
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 15];
        } else {
            out += c;
        }
    }
    return out += '"';
}

}  // namespace sylvite::io
