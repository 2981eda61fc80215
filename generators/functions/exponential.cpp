// exp, expm1, sinh, cosh, tanh, sigmoid. What coefficients.py works out stands behind //>.
#include <sylvite/generators/functions/exponential.hpp>

namespace sylvite::generators::math {
namespace {

//> half_ln2 = mp.log(2) / 2 * mp.mpf("1.0005")
//> show("(expm1(r) - r) / r^2",
//>      series(lambda r: (mp.expm1(r) - r) / r**2, lambda r: ONE / 2 + r / 6 + r * r / 24, 1e-15),
//>      lambda r: abs(r) + mp.mpf(10) ** -9, -half_ln2, half_ln2, {32: 5, 64: 10})
//> show("(sinh(x) - x) / x^3 in z = x^2",
//>      series(lambda z: (mp.sinh(mp.sqrt(z)) - mp.sqrt(z)) / mp.sqrt(z) ** 3, lambda z: ONE / 6 + z / 120, 1e-12),
//>      lambda z: z + mp.mpf(10) ** -9, mp.mpf(0), ONE, {32: 3, 64: 6})
//> show("(tanh(x) - x) / x^3 in z = x^2",
//>      series(lambda z: (mp.tanh(mp.sqrt(z)) - mp.sqrt(z)) / mp.sqrt(z) ** 3, lambda z: -ONE / 3 + 2 * z / 15, 1e-12),
//>      lambda z: z + mp.mpf(10) ** -9, mp.mpf(0), mp.mpf("0.6251") ** 2, {32: 4, 64: 10})
//> split("ln 2, f32", mp.log(2), 11)
//> split("ln 2, f64", mp.log(2), 41)

// (e^r - 1 - r) / r^2
constexpr double exp_tail_f32[] = {0.5, 0.166666672, 0.041666355, 0.00833327323, 0.00139410503, 0.000199142072};
constexpr double exp_tail_f64[] = {0.5,
                                   0.16666666666666677,
                                   0.0416666666666667,
                                   0.00833333333332158,
                                   0.0013888888888866741,
                                   0.00019841269886260746,
                                   2.4801587360757517e-05,
                                   2.7557244067878427e-06,
                                   2.7557242577785686e-07,
                                   2.5109088250667673e-08,
                                   2.0924502298708677e-09};
// (sinh(x) - x) / x^3 in x^2, for |x| < 1
constexpr double sinh_f32[] = {0.166666672, 0.00833335053, 0.000198360663, 2.81743928e-06};
constexpr double sinh_f64[] = {0.16666666666666669,    0.008333333333333139,   0.0001984126984143768,
                               2.7557319155336676e-06, 2.5052123398571864e-08, 1.6057240340487962e-10,
                               7.759312220852773e-13};
// (tanh(x) - x) / x^3 in x^2, for |x| < 5/8
constexpr double tanh_f32[] = {-0.333332837, 0.133314893, -0.0537433103, 0.0206499398, -0.00571628707};
constexpr double tanh_f64[] = {-0.33333333333332876,  0.13333333333264674,    -0.05396825393237465,
                               0.021869487599571063,  -0.008863221288539823,  0.0035919913265361303,
                               -0.001454969236066154, 0.0005863484548540182,  -0.00022862513787657906,
                               7.720999553992609e-05, -1.6103062561932534e-05};

Expr within(const Expr &x, const Expr &low, const Expr &high) {
    return Halide::select(less(high, x), high, Halide::select(less(x, low), low, x));
}

}  // namespace

// n is rounded by adding 1.5 x 2^(fraction bits), which leaves it in the lowest bits. ln 2 in two parts, the first so
// short that its products with n are exact.
exponential_parts split_exponential(const Expr &x) {
    const Expr shifter = literal(x, 1.5 * static_cast<double>(std::uint64_t{1} << fraction_bits(x)));
    const Expr shifted = add(multiply(x, literal(x, 1.4426950408889634)), shifter);
    const Expr n = subtract(shifted, shifter);
    const Expr high = literal(x, 0.69287109375, 0.693147180559663);
    const Expr low = literal(x, 0.00027608680994530943, 2.8235290563031577e-13);
    const Expr r = subtract(subtract(x, multiply(n, high)), multiply(n, low));
    return {bits(shifted) - bits(shifter), r, r * r * polynomial(r, exp_tail_f32, exp_tail_f64)};
}

// In two steps, of which the first is exact.
Expr scaled(const Expr &y, const Expr &n) {
    const Expr biased = n + word(y, 2 * static_cast<std::uint64_t>(exponent_bias(y)));
    const Expr half = biased >> word(y, 1), place = word(y, static_cast<std::uint64_t>(fraction_bits(y)));
    return multiply(multiply(y, from_bits(half << place)), from_bits((biased - half) << place));
}

Expr lowest_exponent(const Expr &x) { return literal(x, -104, -746); }
Expr highest_exponent(const Expr &x) { return literal(x, 89, 710); }

Expr exp_within_range(const Expr &x) {
    const exponential_parts parts = split_exponential(x);
    return scaled(add(parts.tail + parts.r, literal(x, 1)), parts.n);
}

Expr exp(const Expr &x) { return unless_nan(x, exp_within_range(within(x, lowest_exponent(x), highest_exponent(x)))); }

// 2^n (e^r - 1) + (2^n - 1), all halved, so that 2^n does not overflow. From -18 and -38 downwards it is -1.
Expr expm1(const Expr &x) {
    const exponential_parts parts = split_exponential(within(x, literal(x, -18, -38), highest_exponent(x)));
    const Expr biased = parts.n + word(x, static_cast<std::uint64_t>(exponent_bias(x)) - 1);
    const Expr half_power = from_bits(biased << word(x, static_cast<std::uint64_t>(fraction_bits(x))));
    const Expr above = multiply(half_power, parts.tail + parts.r);
    const Expr y = multiply(add(above, subtract(half_power, literal(x, 0.5))), literal(x, 2));
    return unless_nan(x, Halide::select(less(magnitude(x), literal(x, 0x1p-25, 0x1p-54)), x, y));
}

namespace {

/// e^|x| / 2, which does not overflow where sinh and cosh do not.
Expr half_power(const Expr &size) {
    const exponential_parts parts = split_exponential(within(size, literal(size, 0), literal(size, 90, 711)));
    return scaled(add(parts.tail + parts.r, literal(size, 1)), parts.n - word(size, 1));
}

}  // namespace

// A polynomial below 1, else e^|x| / 2 - e^-|x| / 2.
Expr sinh(const Expr &x) {
    const Expr size = magnitude(x), limit = literal(x, 1);
    const Expr is_near = less(size, limit);
    const Expr a = Halide::select(is_near, size, limit);
    const Expr near = add(multiply(a, a * a * polynomial(a * a, sinh_f32, sinh_f64)), a);
    const Expr power = half_power(Halide::select(is_near, limit, size));
    const Expr far = subtract(power, divide(literal(x, 0.25), power));
    return unless_nan(x, with_sign_of(x, Halide::select(is_near, near, far)));
}

Expr cosh(const Expr &x) {
    const Expr power = half_power(magnitude(x));
    return unless_nan(x, add(power, divide(literal(x, 0.25), power)));
}

// A polynomial near 0, else 1 - 2 / (e^2|x| + 1), which saturates at 1.
Expr tanh(const Expr &x) {
    const Expr size = magnitude(x), limit = literal(x, 0.625);
    const Expr is_near = less(size, limit);
    const Expr a = Halide::select(is_near, size, limit);
    const Expr near = add(multiply(a, a * a * polynomial(a * a, tanh_f32, tanh_f64)), a);
    const Expr power = add(math::exp(multiply(size, literal(x, 2))), literal(x, 1));
    const Expr far = subtract(literal(x, 1), divide(literal(x, 2), power));
    return unless_nan(x, with_sign_of(x, Halide::select(is_near, near, far)));
}

// Of |x|, so that the exponential does not overflow where the result is small but not 0.
Expr sigmoid(const Expr &x) {
    const Expr one = literal(x, 1), power = math::exp(from_bits(bits(x) | sign_bit(x)));
    return divide(Halide::select(less(x, literal(x, 0)), power, one), add(one, power));
}

}  // namespace sylvite::generators::math
