// log, log1p. What coefficients.py works out stands behind //>.
#include <sylvite/generators/functions/logarithm.hpp>

#include <limits>

namespace sylvite::generators::math {
namespace {

//> largest_s = (mp.sqrt(2) - 1) / (mp.sqrt(2) + 1) * mp.mpf("1.0001")
//> log_tail = series(lambda z: (2 * mp.atanh(mp.sqrt(z)) - 2 * mp.sqrt(z)) / mp.sqrt(z) / z,
//>                   lambda z: 2 * ONE / 3 + 2 * z / 5 + 2 * z * z / 7, 1e-15)
//> show("log: (2 atanh(s) - 2 s) / s^3 in z = s^2", log_tail,
//>      lambda z: z / 2 + mp.mpf(10) ** -9, mp.mpf(0), largest_s**2,
//>      {32: 2, 64: 6})

// (2 atanh(s) - 2 s) / s^3 in s^2
constexpr double log_tail_f32[] = {0.666667759, 0.399775326, 0.298719972};
constexpr double log_tail_f64[] = {0.6666666666666734,  0.3999999999941394,  0.2857142874256683, 0.22222198553379013,
                                   0.18183565425770362, 0.15314020692120572, 0.14796265088631402};

/// e ln 2 + log(1 + f) + rest. With s = f / (2 + f): log(1 + f) = 2 s + s^3 tail, where 2 s = f - s f, and
/// s f = f^2 / 2 - s f^2 / 2: f, the largest part, is exact.
Expr sum_of_parts(const Expr &e, const Expr &f, const Expr &rest) {
    const Expr s = half_log_argument(f);
    const Expr z = s * s, half_square = multiply(multiply(f, f), literal(f, 0.5));
    const Expr tail = z * polynomial(z, log_tail_f32, log_tail_f64);
    const Expr high = literal(f, 0.69287109375, 0.693147180559663);
    const Expr low = literal(f, 0.00027608680994530943, 2.8235290563031577e-13);
    const Expr small = add(s * (half_square + tail), add(multiply(e, low), rest));
    return add(multiply(e, high), subtract(f, subtract(half_square, small)));
}

/// x from 0 upwards has y, 0 has minus infinity, below is nothing.
Expr on_positive(const Expr &x, const Expr &y) {
    const Expr infinity = literal(x, std::numeric_limits<double>::infinity());
    const Expr zero = literal(x, 0), nothing = literal(x, std::numeric_limits<double>::quiet_NaN());
    const Expr finite =
        Halide::select(equal(x, zero), multiply(infinity, literal(x, -1)), Halide::select(less(x, zero), nothing, y));
    return Halide::select(math::is_nan(x) || equal(x, infinity), x, finite);
}

}  // namespace

// The exponent is counted from sqrt(1/2) upwards. It becomes a number by way of the bits of 2^(fraction bits).
logarithm_parts split_logarithm(const Expr &x) {
    const bool is_double = x.type().bits() == 64;
    const auto digits = static_cast<std::uint64_t>(fraction_bits(x));
    const std::uint64_t one = is_double ? 0x3ff0000000000000 : 0x3f800000;
    const std::uint64_t root = is_double ? 0x3fe6a09e667f3bcd : 0x3f3504f3;
    const std::uint64_t whole = is_double ? 0x4330000000000000 : 0x4b000000;
    const Expr moved = bits(x) + word(x, one - root);
    const Expr exponent = from_bits((moved >> word(x, digits)) | word(x, whole));
    const double offset = static_cast<double>(std::uint64_t{1} << digits) + exponent_bias(x);
    const Expr fraction = moved & word(x, (std::uint64_t{1} << digits) - 1);
    return {subtract(exponent, literal(x, offset)), from_bits(fraction + word(x, root))};
}

Expr half_log_argument(const Expr &f) { return divide(f, add(f, literal(f, 2))); }

Expr log(const Expr &x) {
    const Expr is_tiny = less(x, literal(x, 0x1p-126, 0x1p-1022));
    const double shift = fraction_bits(x);
    const Expr up = literal(x, static_cast<double>(std::uint64_t{1} << fraction_bits(x)));
    const logarithm_parts parts = split_logarithm(Halide::select(is_tiny, multiply(x, up), x));
    const Expr e = subtract(parts.e, Halide::select(is_tiny, literal(x, shift), literal(x, 0)));
    return on_positive(x, sum_of_parts(e, subtract(parts.m, literal(x, 1)), literal(x, 0)));
}

// log(u) with u = 1 + x rounded, and what rounding took, divided by u. Near 0 x itself is the argument.
Expr log1p(const Expr &x) {
    const Expr one = literal(x, 1), zero = literal(x, 0), u = add(x, one);
    const Expr lost = Halide::select(less(x, one), subtract(x, subtract(u, one)), subtract(one, subtract(u, x)));
    const Expr is_near = less(literal(x, -0.25), x) && less(x, literal(x, 0.375));
    const logarithm_parts parts = split_logarithm(u);
    const Expr y =
        sum_of_parts(Halide::select(is_near, zero, parts.e), Halide::select(is_near, x, subtract(parts.m, one)),
                     Halide::select(is_near, zero, divide(lost, u)));
    const Expr is_tiny = less(magnitude(x), literal(x, 0x1p-25, 0x1p-54));
    return Halide::select(is_tiny || math::is_nan(x), x, on_positive(u, y));
}

}  // namespace sylvite::generators::math
