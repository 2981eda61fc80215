// What functions made of exponentials share.
#pragma once

#include <sylvite/generators/functions/number.hpp>

namespace sylvite::generators::math {

/// x = n ln 2 + r, |r| <= ln 2 / 2, and e^r - 1 = r + tail.
struct exponential_parts {
    Expr n;  // a word, in two's complement
    Expr r, tail;
};
/// |x| at most about 1000.
[[nodiscard]] exponential_parts split_exponential(const Expr &x);

/// e^x for x from lowest_exponent to highest_exponent, at and beyond which it is 0 and infinity.
[[nodiscard]] Expr exp_within_range(const Expr &x);
[[nodiscard]] Expr lowest_exponent(const Expr &x);
[[nodiscard]] Expr highest_exponent(const Expr &x);

/// y 2^n, rounded once: n as far as twice the exponents that a number can have.
[[nodiscard]] Expr scaled(const Expr &y, const Expr &n);

}  // namespace sylvite::generators::math
