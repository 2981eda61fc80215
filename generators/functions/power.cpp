// pow. What coefficients.py works out stands behind //>.
#include <sylvite/generators/functions/double_double.hpp>
#include <sylvite/generators/functions/exponential.hpp>
#include <sylvite/generators/functions/logarithm.hpp>

#include <limits>

namespace sylvite::generators::math {
namespace {

//> for name, degree in (("pow of f32", 6), ("pow of f64", 12)):
//>     show(name + ": (2^r - 1) / r",
//>          series(lambda r: (mp.power(2, r) - 1) / r, lambda r: mp.log(2) + r * mp.log(2) ** 2 / 2, 1e-15),
//>          lambda r: abs(r) + mp.mpf(10) ** -6, -mp.mpf("0.5005"), mp.mpf("0.5005"), {64: degree})
//> show("pow of f32: log as above", log_tail,
//>      lambda z: z / 2 + mp.mpf(10) ** -9, mp.mpf(0), largest_s**2, {64: 4})
//> show("pow of f64: ((2 atanh(s) - 2 s) / s^3 - 2/3) / z",
//>      series(lambda z: (log_tail(z) - 2 * ONE / 3) / z, lambda z: 2 * ONE / 5 + 2 * z / 7 + 2 * z * z / 9, 1e-12),
//>      lambda z: z * z / 2 + mp.mpf(10) ** -12, mp.mpf(0), largest_s**2, {64: 6})
//> for name, x in (("1 / ln 2", 1 / mp.log(2)), ("2 / 3", 2 * ONE / 3), ("pi / 2", mp.pi / 2)):
//>     print(f"{name} as two doubles: {float(x)!r} + {float(x - mp.mpf(float(x)))!r}")

// 2 atanh(s) = 2 s + s^3 tail(s^2): for f32; for f64 the tail is 2/3 + s^2 times this
constexpr double log_of_f32[] = {0.6666666667580767, 0.39999995619288986, 0.28572109450799227, 0.22176175655949887,
                                 0.19584349798461037};
constexpr double log_of_f64[] = {0.40000000000002256, 0.2857142857009842, 0.2222222252013149, 0.18181784348589292,
                                 0.15386758198286404, 0.1325679724135736, 0.13196521969466038};
// (2^r - 1) / r
constexpr double power_of_f32[] = {0.6931471805415419,   0.24022651078116683,  0.05550410962997146,
                                   0.009618036544187194, 0.001333343042708519, 0.00015467236956277148,
                                   1.531503355982238e-05};
constexpr double power_of_f64[] = {0.6931471805599453,     0.24022650695910072,    0.05550410866482158,
                                   0.009618129107628487,   0.0013333558146428458,  0.0001540353039335374,
                                   1.5252733804032421e-05, 1.3215486823255007e-06, 1.0178086034420812e-07,
                                   7.0548917351846604e-09, 4.4455258819237926e-10, 2.5737173052789322e-11,
                                   1.3722602532842869e-12};

/// t = n + r, |r| <= 1/2.
struct split_power {
    Expr n, r;  // n a word, in two's complement
};
split_power split(const Expr &t) {
    const Expr shifter = literal(t, 0x1.8p52);
    const Expr shifted = add(t, shifter);
    return {bits(shifted) - bits(shifter), subtract(t, subtract(shifted, shifter))};
}
Expr between(const Expr &low, const Expr &x, const Expr &high) {
    return Halide::select(less(x, low), low, Halide::select(less(x, high), x, high));
}

/// |x|^y of f32 in f64, where its logarithm and the product with y keep enough digits.
Expr positive_power_f32(const Expr &x, const Expr &y) {
    const Expr base = Halide::cast<double>(x), wide = Halide::cast<double>(y);
    const Expr exponent = between(literal(base, -0x1p200), wide, literal(base, 0x1p200));  // infinity times log 1 is 0
    const logarithm_parts parts = split_logarithm(base);
    const Expr s = half_log_argument(subtract(parts.m, literal(base, 1)));
    const Expr z = s * s, log = s * (z * polynomial(z, log_of_f32) + literal(base, 2));
    const Expr log2 = add(multiply(log, literal(base, 1.4426950408889634)), parts.e);
    // beyond, the result is 0 or infinity
    const Expr t = between(literal(base, -200), multiply(exponent, log2), literal(base, 200));
    const split_power p = split(t);
    const Expr power = add(p.r * polynomial(p.r, power_of_f32), literal(base, 1));
    const Expr result = Halide::cast<float>(multiply(power, from_bits((p.n + word(base, 1023)) << word(base, 52))));
    return Halide::select(less(t, literal(base, 128)), result, literal(x, std::numeric_limits<double>::infinity()));
}

/// |x|^y of f64: the logarithm and its product with y in twice the precision.
Expr positive_power_f64(const Expr &x, const Expr &y) {
    const Expr is_tiny = less(x, literal(x, 0x1p-1022)), zero = literal(x, 0), one = literal(x, 1);
    const logarithm_parts parts = split_logarithm(Halide::select(is_tiny, multiply(x, literal(x, 0x1p52)), x));
    const Expr e = subtract(parts.e, Halide::select(is_tiny, literal(x, 52), zero));
    // s = f / (2 + f), with the quotient's remainder
    const Expr f = subtract(parts.m, one);
    const double_double divisor = quick_sum(literal(x, 2), f);
    const Expr quotient = divide(f, divisor.high);
    const double_double back = exact_product(quotient, divisor.high);
    const Expr rest = subtract(subtract(subtract(f, back.high), back.low), multiply(quotient, divisor.low));
    const double_double s = quick_sum(quotient, divide(rest, divisor.high));
    const double_double square = s * s;
    const Expr rising = multiply(square.high, polynomial(square.high, log_of_f64));
    const double_double two_thirds = quick_sum(literal(x, 0.6666666666666666), rising);
    const double_double tail{two_thirds.high, add(two_thirds.low, literal(x, 3.700743415417188e-17))};
    const double_double twice{multiply(s.high, literal(x, 2)), multiply(s.low, literal(x, 2))};
    const double_double log = twice + s * square * tail;
    const double_double to_two{literal(x, 1.4426950408889634), literal(x, 2.0355273740931033e-17)};
    const double_double log2 = double_double{e, zero} + log * to_two;
    // 2^65 times the smallest logarithm that is not 0 is beyond all exponents already
    const double_double t = log2 * between(literal(x, -0x1p65), y, literal(x, 0x1p65));
    const Expr near = between(literal(x, -1080), t.high, literal(x, 1030));
    const split_power p = split(near);
    const Expr r = add(p.r, Halide::select(equal(near, t.high), t.low, zero));
    return scaled(add(r * polynomial(r, power_of_f64), one), p.n);
}

Expr rounded_down(const Expr &x) { return unless_nan(x, Halide::floor(x)); }

}  // namespace

Expr pow(const Expr &x, const Expr &y) {
    const Expr size = magnitude(x), zero = literal(x, 0), one = literal(x, 1),
               endless = literal(x, std::numeric_limits<double>::infinity());
    const Expr is_negative = (bits(x) & sign_bit(x)) != word(x, 0);
    const Expr is_integer = equal(rounded_down(y), y), half = multiply(y, literal(y, 0.5));
    const Expr is_odd = is_integer && !equal(rounded_down(half), half);
    // 0 and infinity have no logarithm
    const Expr is_zero = equal(size, zero), is_extreme = is_zero || equal(size, endless);
    const Expr finite = Halide::select(is_extreme, one, size);
    const Expr positive = x.type().bits() == 64 ? positive_power_f64(finite, y) : positive_power_f32(finite, y);
    const Expr extreme = Halide::select(less(y, zero) == is_zero, endless, zero);
    Expr result = Halide::select(is_extreme, extreme, positive);
    result = Halide::select(is_negative && is_odd, multiply(result, literal(x, -1)), result);
    const Expr is_root = is_negative && !is_integer && !is_extreme;
    const Expr is_nothing = is_root || math::is_nan(x) || math::is_nan(y);
    result = Halide::select(is_nothing, literal(x, std::numeric_limits<double>::quiet_NaN()), result);
    return Halide::select(equal(y, zero) || equal(x, one), one, result);
}

}  // namespace sylvite::generators::math
