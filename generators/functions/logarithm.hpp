// What functions made of logarithms share.
#pragma once

#include <sylvite/generators/functions/number.hpp>

namespace sylvite::generators::math {

/// A positive normal number as 2^e m, sqrt(1/2) <= m < sqrt(2).
struct logarithm_parts {
    Expr e, m;  // e as a floating-point number
};
[[nodiscard]] logarithm_parts split_logarithm(const Expr &x);

/// s = f / (2 + f), of which log(1 + f) = 2 atanh(s) is an odd series.
[[nodiscard]] Expr half_log_argument(const Expr &f);

}  // namespace sylvite::generators::math
