// ndtr, the standard normal distribution. What coefficients.py works out stands behind //>.
#include <sylvite/generators/functions/double_double.hpp>
#include <sylvite/generators/functions/exponential.hpp>

namespace sylvite::generators::math {
namespace {

//> def normal(x):
//>     return mp.erfc(-x / mp.sqrt(2)) / 2
//> show("(ndtr(x) - 1/2) / x in z = x^2",
//>      series(lambda z: (normal(mp.sqrt(z)) - ONE / 2) / mp.sqrt(z),
//>             lambda z: (1 - z / 6) / mp.sqrt(2 * mp.pi), 1e-20),
//>      lambda z: mp.sqrt(z + mp.mpf(10) ** -20) / normal(-mp.sqrt(z)),
//>      mp.mpf(0), mp.mpf("0.7501") ** 2, {32: 4, 64: 9})
//> tail_at = lambda t: 8 / (1 - t) - 4  # t = 1 - 8 / (x + 4)
//> show("ndtr(-x) exp(x^2 / 2) (x + 4) in t = (x - 4) / (x + 4)",
//>      lambda t: mp.exp(tail_at(t) ** 2 / 2) * normal(-tail_at(t)) * (tail_at(t) + 4),
//>      lambda t: 1 / (mp.exp(tail_at(t) ** 2 / 2) * normal(-tail_at(t)) * (tail_at(t) + 4)),
//>      1 - 8 / mp.mpf("4.7499"), {32: 1 - 8 / mp.mpf("18.5"), 64: 1 - 8 / mp.mpf("43")}, {32: 8, 64: 20})

// (ndtr(x) - 1/2) / x in x^2, for |x| < 3/4
constexpr double middle_f32[] = {0.398942262, -0.0664901584, 0.00997150596, -0.00117931888, 0.000101404657};
constexpr double middle_f64[] = {
    0.3989422804014327,    -0.0664903800669054,   0.009973557010034014,   -0.001187328215450173, 0.00011543468733370917,
    -9.44465466398592e-06, 6.659636665114864e-07, -4.121380280699182e-08, 2.255521744392056e-09, -9.87056899610875e-11};
// ndtr(-x) e^(x^2 / 2) (x + 4) in (x - 4) / (x + 4), for x from 3/4 to where ndtr(-x) is 0
constexpr double tail_f32[] = {0.755285144,   -0.607896507,   0.387136996,   -0.18652682,   0.0604042709,
                               -0.0074928198, -0.00352128106, 0.00145666045, 0.000199902875};
constexpr double tail_f64[] = {0.7552851304157515,      -0.6078966419718924,    0.3871374007422163,
                               -0.18652185795961537,    0.060396574890802565,   -0.007540188968327245,
                               -0.0034796923634337947,  0.001630818485255267,   0.0001333442530558934,
                               -0.00023109519357481236, -1.907747180911759e-06, 3.5146104071595585e-05,
                               7.139751655569758e-07,   -5.924898070253242e-06, -6.208484441787224e-07,
                               1.031046444521766e-06,   2.5384903069174226e-07, -1.6588469183901186e-07,
                               -6.415405147075905e-08,  1.9731143989336817e-08, 6.9082853388190755e-09};

/// ndtr(-x) for x of at least 3/4. A square that is rounded would lose x^2 / 2 last places: its second half goes into
/// the exponential as well; and the power of two comes last, so that small results are rounded once.
Expr tail_of(const Expr &x) {
    const Expr one = literal(x, 1), inverse = divide(one, add(x, literal(x, 4)));
    const double_double square = exact_product(x, x);
    const exponential_parts parts = split_exponential(multiply(square.high, literal(x, -0.5)));
    const Expr rest = multiply(square.low, literal(x, 0.5)), above_one = add(parts.tail, parts.r);
    const Expr power = add(subtract(above_one, multiply(rest, add(above_one, one))), one);
    const Expr t = multiply(subtract(x, literal(x, 4)), inverse);
    return scaled(multiply(multiply(power, inverse), polynomial(t, tail_f32, tail_f64)), parts.n);
}

}  // namespace

// From 14.5 (f32) and 39 (f64) on the tail is below half of the smallest number.
Expr ndtr(const Expr &x) {
    const Expr size = magnitude(x), least = literal(x, 0.75), limit = literal(x, 14.5, 39);
    const Expr is_near = less(size, least);
    const Expr a = Halide::select(is_near, x, literal(x, 0));
    const Expr near = add(multiply(a, polynomial(a * a, middle_f32, middle_f64)), literal(x, 0.5));
    const Expr far = tail_of(Halide::select(is_near, least, Halide::select(less(size, limit), size, limit)));
    const Expr above = subtract(literal(x, 1), far);
    return unless_nan(x, Halide::select(is_near, near, Halide::select(less(x, literal(x, 0)), far, above)));
}

}  // namespace sylvite::generators::math
