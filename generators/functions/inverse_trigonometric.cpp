// atan. Coefficients: coefficients.py.
#include <sylvite/generators/functions/number.hpp>

namespace sylvite::generators::math {
namespace {

// (atan(x) - x) / x^3 in x^2, for |x| <= 1
constexpr double atan_f32[] = {-0.333332986, 0.199985474,   -0.142642379, 0.10952165,    -0.0840339512,
                               0.0579567254, -0.0311770439, 0.0109142046, -0.00179353729};
constexpr double atan_f64[] = {
    -0.33333333333333065,   0.19999999999950954,   -0.14285714282552672,    0.1111111100648983,
    -0.09090906994994359,   0.07692279758573305,   -0.0666640347652598,     0.058805247249284334,
    -0.052535061186774146,  0.04722283713641892,   -0.04219086252291508,    0.036640166280054925,
    -0.029901291317490204,  0.0219819145763107,    -0.013897972733093431,   0.007194786374049628,
    -0.0028840885555719504, 0.0008310461967797562, -0.00015210464564909673, 1.3219769963838993e-05};

/// Of 0 <= x <= 1: the angle whose tangent is x, less x.
Expr atan_tail(const Expr &x) {
    const Expr square = x * x;
    return multiply(x, square * polynomial(square, atan_f32, atan_f64));
}

// pi / 2 in two parts: the second is what the first lacks.
Expr half_pi(const Expr &x) { return literal(x, 1.5707963705062866, 1.5707963267948966); }
Expr rest_of_half_pi(const Expr &x) { return literal(x, -4.371139000186241e-08, 6.123233995736766e-17); }

}  // namespace

// From 1 upwards a right angle less that of 1 / x.
Expr atan(const Expr &x) {
    const Expr size = magnitude(x), one = literal(x, 1);
    const Expr is_near = less(size, one), is_far = less(one, size);
    const Expr a = Halide::select(is_near, size, Halide::select(is_far, divide(one, size), one));
    const Expr tail = atan_tail(a);
    const Expr far = subtract(half_pi(x), add(a, subtract(tail, rest_of_half_pi(x))));
    return unless_nan(x, with_sign_of(x, Halide::select(is_far, far, add(a, tail))));
}

}  // namespace sylvite::generators::math
