// What a call is called in reports.
#pragma once

#include <sylvite/codegen/specs.hpp>

#include <string>

namespace sylvite::codegen {

/// A few words on what a kernel computes: its heavy operation, else its last ones.
/// "contraction add relu -> hidden".
[[nodiscard]] std::string label_of(const kernel_spec &spec, const std::string &result);

}  // namespace sylvite::codegen
