// The table of docs/numerics.md: what is promised of each function.
#pragma once

#include <map>
#include <string>

namespace sylvite::numerics {

struct promise {
    double f32 = 0, f64 = 0;  // the largest error, in the function's unit
};

/// By function. The table's head names the columns "function", "f32, at most" and "f64, at most".
/// Throws std::runtime_error, with the file and the line, for a file that has no such table or a cell that is no
/// number.
[[nodiscard]] std::map<std::string, promise> read_promises(const std::string &path);

}  // namespace sylvite::numerics
