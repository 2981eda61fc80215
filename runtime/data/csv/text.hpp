// The bytes of a file as UTF-8 text.
#pragma once

#include <sylvite/runtime/standard_library.hpp>

#include <string>
#include <string_view>

namespace sylvite::data {

/// `bytes` without a byte order mark; UTF-16 is converted, into `converted`, which the result may lie in. Throws
/// sylvite::error that says what the file is where it is no text.
[[nodiscard]] std::string_view csv_text(std::string_view path, std::string_view bytes, std::string &converted);

}  // namespace sylvite::data
