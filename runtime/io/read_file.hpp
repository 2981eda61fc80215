// A whole file in memory.
#pragma once

#include <sylvite/runtime/io/input.hpp>
#include <sylvite/runtime/standard_library.hpp>

#include <string>
#include <string_view>

namespace sylvite::io {

/// Throws sylvite::error with the path and the reason: missing, no regular file, not readable, larger than this
/// machine's memory, shorter or longer by now than when it was opened.
[[nodiscard]] std::string read_file(std::string_view path, const read_operations &system = system_read_operations());

}  // namespace sylvite::io
