// The functions whose errors are measured: the kernel of each, and what it should give.
#pragma once

#include <sylvite/generators/spec/kernel_spec.hpp>

#include <string>
#include <vector>

namespace sylvite::numerics {

/// In what the error is counted: units in the last place of the exact value, or absolute.
enum class measure { ulp, absolute };

struct function {
    std::string name;
    measure unit = measure::ulp;
    int operands = 1;
    double (*of_f32)(double, double) = nullptr;                      // in f64
    long double (*of_f64)(long double, long double) = nullptr;       // in the C library's widest type
    generators::kernel_spec (*spec)(dtype, std::int64_t) = nullptr;  // of so many elements
    double lowest = 0, highest = 0;                                  // where it is measured
    std::vector<double> special = {};                                // where neighbours are looked at too
};

[[nodiscard]] const std::vector<function> &functions();

}  // namespace sylvite::numerics
