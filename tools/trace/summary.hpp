// What a recording says, for people.
#pragma once

#include <sylvite/runtime/trace/recording.hpp>

#include <string>

namespace sylvite::tools {

/// A line a call of the entry, the longest first: time, share of the steps, arithmetic, bandwidth, kernel, the user's
/// line; then the steps as a whole. No line is longer than 120 columns.
[[nodiscard]] std::string summary(const recording &steps, entry_handle entry);

}  // namespace sylvite::tools
