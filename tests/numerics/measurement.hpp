// The worst error of one function over many arguments.
#pragma once

#include "functions.hpp"

#include <cstdint>

namespace sylvite::numerics {

struct worst {
    double error = 0;  // in the function's unit
    double x = 0, y = 0, found = 0, exact = 0;
    std::uint64_t measured = 0;
    std::uint64_t wrong = 0;  // NaN for a number or the other way round, a zero of the other sign
    double wrong_x = 0, wrong_y = 0;
};

struct effort {
    std::uint64_t step = 1;             // f32 of one operand: every so many-th of the 2^32 numbers
    std::uint64_t samples = 1'000'000;  // f64, and of two operands
    unsigned threads = 1;
    std::string target;  // the kernels' instruction set
};

/// f32 of one operand: every number that the step meets, and 64 neighbours on each side of the special points and of
/// the powers of two. Else samples: a third of all bit patterns, the rest of the magnitudes that matter.
[[nodiscard]] worst measure_function(const function &f, dtype type, const effort &how);

}  // namespace sylvite::numerics
