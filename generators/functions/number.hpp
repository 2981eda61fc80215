// The parts of a floating-point number, and what the functions share.
#pragma once

#include <sylvite/generators/lowering/math.hpp>

#include <cstdint>
#include <span>

namespace sylvite::generators::math {

/// Digits behind the leading one, and what is added to the exponent.
[[nodiscard]] inline int fraction_bits(const Expr &x) { return x.type().bits() == 64 ? 52 : 23; }
[[nodiscard]] inline int exponent_bias(const Expr &x) { return x.type().bits() == 64 ? 1023 : 127; }

/// A literal of x's type.
[[nodiscard]] inline Expr literal(const Expr &x, double value) { return Halide::Internal::make_const(x.type(), value); }
/// The one of two literals that is meant for x's type.
[[nodiscard]] inline Expr literal(const Expr &x, double of_f32, double of_f64) {
    return literal(x, x.type().bits() == 64 ? of_f64 : of_f32);
}

[[nodiscard]] inline Halide::Type word_of(const Halide::Type &type) { return type.with_code(halide_type_uint); }
/// A word as wide as x.
[[nodiscard]] inline Expr word(const Expr &x, std::uint64_t value) {
    return Halide::Internal::make_const(word_of(x.type()), value);
}
[[nodiscard]] inline Expr bits(const Expr &x) { return Halide::reinterpret(word_of(x.type()), x); }
[[nodiscard]] inline Expr from_bits(const Expr &w) {
    return Halide::reinterpret(w.type().with_code(halide_type_float), w);
}

[[nodiscard]] inline Expr sign_bit(const Expr &x) { return word(x, std::uint64_t{1} << (x.type().bits() - 1)); }
[[nodiscard]] inline Expr magnitude(const Expr &x) { return from_bits(bits(x) & ~sign_bit(x)); }
/// y, which is not negative, with x's sign.
[[nodiscard]] inline Expr with_sign_of(const Expr &x, const Expr &y) {
    return from_bits(bits(y) | (bits(x) & sign_bit(x)));
}
/// Where a condition on x's bits holds x, else y: a NaN gets past arithmetic that assumes there is none.
[[nodiscard]] inline Expr unless_nan(const Expr &x, const Expr &y) { return Halide::select(math::is_nan(x), x, y); }

/// By Horner's rule, coefficients ascending; multiplications and additions may be fused, x must be finite.
[[nodiscard]] inline Expr polynomial(const Expr &x, std::span<const double> coefficients) {
    Expr p = literal(x, coefficients.back());
    for (std::size_t i = coefficients.size() - 1; i-- > 0;) p = p * x + literal(x, coefficients[i]);
    return p;
}
[[nodiscard]] inline Expr polynomial(const Expr &x, std::span<const double> of_f32, std::span<const double> of_f64) {
    return polynomial(x, x.type().bits() == 64 ? of_f64 : of_f32);
}

}  // namespace sylvite::generators::math
