// asin, acos, atan, atan2. What coefficients.py works out stands behind //>.
#include <sylvite/generators/functions/number.hpp>

#include <limits>

namespace sylvite::generators::math {
namespace {

//> show("(asin(x) - x) / x^3 in z = x^2",
//>      series(lambda z: (mp.asin(mp.sqrt(z)) - mp.sqrt(z)) / mp.sqrt(z) ** 3, lambda z: ONE / 6 + 3 * z / 40, 1e-12),
//>      lambda z: z + mp.mpf(10) ** -9, mp.mpf(0), ONE / 4, {32: 4, 64: 11})
//> show("(atan(x) - x) / x^3 in z = x^2",
//>      series(lambda z: (mp.atan(mp.sqrt(z)) - mp.sqrt(z)) / mp.sqrt(z) ** 3, lambda z: -ONE / 3 + z / 5, 1e-12),
//>      lambda z: z * mp.sqrt(z + mp.mpf(10) ** -20) / mp.atan(mp.sqrt(z + mp.mpf(10) ** -20)) + mp.mpf(10) ** -9,
//>      mp.mpf(0), ONE, {32: 8, 64: 19})

// (asin(x) - x) / x^3 in x^2, for |x| <= 1/2
constexpr double asin_f32[] = {0.166667536, 0.0749524236, 0.0454770066, 0.0241480656, 0.0422177687};
constexpr double asin_f64[] = {0.1666666666666538,   0.07500000000343189,  0.044642856823404665,  0.03038195933333931,
                               0.022371753492716216, 0.01735977134567301,  0.013884597823866637,  0.012173274634837607,
                               0.006510904964600688, 0.019573693170838753, -0.016293643608681383, 0.03195861417429578};
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

/// What asin and acos are made of. Up to 1/2 the angle whose sine is |x|; from there on, where asin is steep, half of
/// the angle between 1 and |x|: asin(sqrt((1 - |x|) / 2)). Of both the angle less `root`, and `root`.
struct arc_parts {
    Expr is_near, root, tail;
};
arc_parts arc_of(const Expr &x) {
    const Expr size = magnitude(x), half = literal(x, 0.5);
    const Expr is_near = less_equal(size, half);
    const Expr rest = multiply(subtract(literal(x, 1), size), half);  // exact
    const Expr is_inside = less(literal(x, 0), rest);
    const Expr square = Halide::select(is_near, multiply(size, size), Halide::select(is_inside, rest, literal(x, 0)));
    const Expr root = Halide::select(is_near, size, Halide::sqrt(square));
    return {is_near, root, multiply(root, square * polynomial(square, asin_f32, asin_f64))};
}
/// Beyond 1 and NaN there is no angle.
Expr within_one(const Expr &x, const Expr &angle) {
    const Expr nothing = literal(x, std::numeric_limits<double>::quiet_NaN());
    return Halide::select(less_equal(magnitude(x), literal(x, 1)), angle, nothing);
}

}  // namespace

Expr asin(const Expr &x) {
    const arc_parts arc = arc_of(x);
    const Expr rest = subtract(multiply(arc.tail, literal(x, 2)), rest_of_half_pi(x));
    const Expr far = subtract(half_pi(x), add(multiply(arc.root, literal(x, 2)), rest));
    return within_one(x, with_sign_of(x, Halide::select(arc.is_near, add(arc.root, arc.tail), far)));
}

// Near 0 a right angle less asin; near 1 twice the half angle, near -1 two right angles less that.
Expr acos(const Expr &x) {
    const arc_parts arc = arc_of(x);
    const Expr two = literal(x, 2), is_below = less(x, literal(x, 0));
    const Expr turns = Halide::select(arc.is_near, literal(x, 1), Halide::select(is_below, two, literal(x, 0)));
    const Expr scale = Halide::select(arc.is_near, literal(x, -1), two);
    const Expr sign = Halide::select(is_below, multiply(scale, literal(x, -1)), scale);
    const Expr rest = add(multiply(arc.tail, sign), multiply(turns, rest_of_half_pi(x)));
    return within_one(x, add(multiply(turns, half_pi(x)), add(multiply(arc.root, sign), rest)));
}

// From 1 upwards a right angle less that of 1 / x.
Expr atan(const Expr &x) {
    const Expr size = magnitude(x), one = literal(x, 1);
    const Expr is_near = less(size, one), is_far = less(one, size);
    const Expr a = Halide::select(is_near, size, Halide::select(is_far, divide(one, size), one));
    const Expr tail = atan_tail(a);
    const Expr far = subtract(half_pi(x), add(a, subtract(tail, rest_of_half_pi(x))));
    return unless_nan(x, with_sign_of(x, Halide::select(is_far, far, add(a, tail))));
}

// The angle of the nearest axis and one in the octant beside it; which axis follows from signs, those of zeros
// included.
Expr atan2(const Expr &y, const Expr &x) {
    const Expr zero = literal(x, 0), one = literal(x, 1);
    const Expr height = magnitude(y), width = magnitude(x);
    const Expr is_steep = less(width, height), is_left = (bits(x) & sign_bit(x)) != word(x, 0);
    const Expr low = Halide::select(is_steep, width, height), high = Halide::select(is_steep, height, width);
    const Expr a = Halide::select(less(low, high), divide(low, high), Halide::select(equal(high, zero), zero, one));
    const Expr sign = Halide::select(is_steep != is_left, literal(x, -1), one);
    const Expr turns = Halide::select(is_steep, one, Halide::select(is_left, literal(x, 2), zero));
    const Expr rest = add(multiply(atan_tail(a), sign), multiply(turns, rest_of_half_pi(x)));
    const Expr angle = add(multiply(turns, half_pi(x)), add(multiply(a, sign), rest));
    return unless_nan(x, unless_nan(y, with_sign_of(y, angle)));
}

}  // namespace sylvite::generators::math
