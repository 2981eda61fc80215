// Lists in command lines.
#pragma once

#include <string>
#include <vector>

namespace sylvite::codegen {

/// What stands between the separators, nothing included; no element of an empty text.
[[nodiscard]] std::vector<std::string> split(const std::string &list, char separator);

/// The same without the empty ones.
[[nodiscard]] std::vector<std::string> words_of(const std::string &list, char separator);

}  // namespace sylvite::codegen
