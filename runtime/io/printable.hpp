// Text from a file, fit for a message.
#pragma once

#include <sylvite/runtime/standard_library.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace sylvite::io {

/// Without control characters, and cut behind `longest` bytes.
[[nodiscard]] std::string printable(std::string_view text, std::size_t longest = 40);

/// Throws sylvite::error: the file's name and a message that quotes the file.
[[noreturn]] void fail_in(std::string_view file_name, std::string_view message);

/// A tensor's or an array's name.
[[nodiscard]] inline std::string printable_name(std::string_view name) { return printable(name, 200); }

}  // namespace sylvite::io
