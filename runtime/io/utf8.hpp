// Text in UTF-8 (RFC 3629).
#pragma once

#include <sylvite/runtime/standard_library.hpp>

#include <string>
#include <string_view>

namespace sylvite::io {

[[nodiscard]] bool is_utf8(std::string_view text) noexcept;

/// The text with a question mark for each byte that is no ASCII: for a message about text of an unknown encoding.
[[nodiscard]] std::string ascii_only(std::string_view text);

/// Appends one code point up to 0x10ffff.
void append_utf8(std::string &to, char32_t code_point);

}  // namespace sylvite::io
