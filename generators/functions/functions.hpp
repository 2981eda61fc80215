// Elementary functions in vectors, for f32 and f64: the worst errors stand in docs/numerics.md. NaN gives NaN,
// infinities and zeros give what C's functions give, results below the smallest normal number are rounded once, not
// flushed. All are sequences of arithmetic, selects and integer operations: no library calls, no tables in memory.
#pragma once

#include <Halide.h>

namespace sylvite::generators::math {

using Halide::Expr;

[[nodiscard]] Expr exp(const Expr &x);
[[nodiscard]] Expr expm1(const Expr &x);
[[nodiscard]] Expr log(const Expr &x);
[[nodiscard]] Expr log1p(const Expr &x);
[[nodiscard]] Expr tanh(const Expr &x);
[[nodiscard]] Expr sigmoid(const Expr &x);
[[nodiscard]] Expr erf(const Expr &x);
[[nodiscard]] Expr ndtr(const Expr &x);  // the standard normal distribution
[[nodiscard]] Expr sin(const Expr &x);   // radians, of any size
[[nodiscard]] Expr cos(const Expr &x);
[[nodiscard]] Expr pow(const Expr &x, const Expr &y);  // as C's: 1 for y = 0 or x = 1, NaN or not

}  // namespace sylvite::generators::math
