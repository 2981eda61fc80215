// Other programs: the kernel compiler and Ninja.
#pragma once

#include <string>
#include <vector>

namespace sylvite::codegen {

/// Runs the program and waits. Returns its exit status, or 128 + the signal that ended it; throws std::runtime_error if
/// it cannot be started.
int run_command(const std::vector<std::string> &arguments);

/// The same, giving what it wrote to standard output; throws std::runtime_error unless it exits with 0.
[[nodiscard]] std::string output_of_command(const std::vector<std::string> &arguments);

}  // namespace sylvite::codegen
