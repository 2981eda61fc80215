// A whole file in memory.
#pragma once

#include <string>
#include <string_view>

namespace sylvite::io {

/// Throws sylvite::error with the path and the system's reason: missing, a directory, not readable, ...
[[nodiscard]] std::string read_file(std::string_view path);

}  // namespace sylvite::io
