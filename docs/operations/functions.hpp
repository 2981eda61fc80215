// The chapter on functions: what the headers say of each.
#pragma once

#include <string>

namespace sylvite::docs {

/// A table a header: call and first comment of each public function. Throws std::runtime_error for a header that
/// cannot be read.
[[nodiscard]] std::string functions_chapter(const std::string &dsl_folder);

}  // namespace sylvite::docs
