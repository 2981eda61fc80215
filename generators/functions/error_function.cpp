// erf. What coefficients.py works out stands behind //>.
#include <sylvite/generators/functions/exponential.hpp>

namespace sylvite::generators::math {
namespace {

//> show("erf(x) / x - 1 in z = x^2",
//>      series(lambda z: mp.erf(mp.sqrt(z)) / mp.sqrt(z) - 1, lambda z: 2 / mp.sqrt(mp.pi) * (1 - z / 3) - 1, 1e-20),
//>      lambda z: mp.sqrt(z + mp.mpf(10) ** -20) / mp.erf(mp.sqrt(z + mp.mpf(10) ** -20)),
//>      mp.mpf(0), mp.mpf("1.0001"), {32: 6, 64: 12})
//> show("log(erfc(1 + u))", lambda u: mp.log(mp.erfc(1 + u)),
//>      lambda u: mp.erfc(1 + u) / mp.erf(1 + u), mp.mpf(0),
//>      {32: mp.mpf("2.95"), 64: mp.mpf("4.95")}, {32: 6, 64: 18}, power=2, points=1000)

// erf(x) / x - 1 in x^2, for |x| < 1
constexpr double near_f32[] = {0.128379166,  -0.37612626,     0.112835847,   -0.0268538073,
                               0.0051883175, -0.000801009533, 7.85351076e-05};
constexpr double near_f64[] = {0.1283791670955126,      -0.3761263890318375,     0.11283791670954857,
                               -0.026866170645072848,   0.005223977624780369,    -0.000854832697871256,
                               0.00012055331035781945,  -1.4925593479210375e-05, 1.6460972360550446e-06,
                               -1.6350020258249018e-07, 1.4657845650626797e-08,  -1.1365530849681907e-09,
                               5.945028423848821e-11};
// log(1 - erf(1 + u))
constexpr double far_f32[] = {-1.84960556,   -2.6389668,     -0.843117595,  -0.0415034927,
                              0.00989544671, -0.00182937004, 0.000186374949};
constexpr double far_f64[] = {
    -1.8496055099332482,     -2.6389675142347886,     -0.8431072563586589,     -0.04156109804218354,
    0.010033825378474357,    -0.0019779025941565114,  0.0002373225912881773,   2.6277560397069243e-05,
    -2.7158471934939936e-05, 9.607952320216239e-06,   -2.0587345853277732e-06, 1.4202947630975424e-07,
    9.806172877324997e-08,   -5.226952006732317e-08,  1.4987451704545255e-08,  -2.8816544974734753e-09,
    3.709750615569799e-10,   -2.9068136952190402e-11, 1.0496659427096134e-12};

}  // namespace

// From 3.95 (f32) and 5.95 (f64) on the difference from 1 is less than half of its last place.
Expr erf(const Expr &x) {
    const Expr size = magnitude(x), one = literal(x, 1), limit = literal(x, 3.95, 5.95);
    const Expr is_near = less(size, one);
    const Expr a = Halide::select(is_near, size, one);
    const Expr near = add(multiply(a, polynomial(a * a, near_f32, near_f64)), a);
    const Expr u = subtract(Halide::select(is_near, one, Halide::select(less(size, limit), size, limit)), one);
    const Expr far = subtract(one, exp_within_range(polynomial(u, far_f32, far_f64)));
    return unless_nan(x, with_sign_of(x, Halide::select(is_near, near, far)));
}

}  // namespace sylvite::generators::math
