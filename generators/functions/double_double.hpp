// Numbers of twice the precision: the unevaluated sum of two, the second below half of the last place of the first.
// T. J. Dekker, "A floating-point technique for extending the available precision", 1971; the product needs no fused
// multiplication, so that every processor gives the same.
#pragma once

#include <sylvite/generators/functions/number.hpp>

namespace sylvite::generators::math {

struct double_double {
    Expr high, low;
};

/// a + b, where |a| >= |b| or a is 0.
[[nodiscard]] inline double_double quick_sum(const Expr &a, const Expr &b) {
    const Expr s = add(a, b);
    return {s, subtract(b, subtract(s, a))};
}
/// a + b, whichever is larger.
[[nodiscard]] inline double_double exact_sum(const Expr &a, const Expr &b) {
    const Expr s = add(a, b), of_b = subtract(s, a);
    return {s, add(subtract(a, subtract(s, of_b)), subtract(b, of_b))};
}
/// a b; neither may be beyond 2^990.
[[nodiscard]] inline double_double exact_product(const Expr &a, const Expr &b) {
    const auto halves = [](const Expr &x) {
        const Expr shifted = multiply(x, literal(x, 4097, 134217729));  // 2^12 + 1 of 24 digits, 2^27 + 1 of 53
        const Expr high = subtract(shifted, subtract(shifted, x));
        return double_double{high, subtract(x, high)};
    };
    const double_double p = halves(a), q = halves(b);
    const Expr product = multiply(a, b);
    const Expr error = subtract(multiply(p.high, q.high), product);
    const Expr crossed = add(add(error, multiply(p.high, q.low)), multiply(p.low, q.high));
    return {product, add(crossed, multiply(p.low, q.low))};
}
[[nodiscard]] inline double_double operator+(const double_double &a, const double_double &b) {
    const double_double s = exact_sum(a.high, b.high);
    return quick_sum(s.high, add(s.low, add(a.low, b.low)));
}
[[nodiscard]] inline double_double operator*(const double_double &a, const double_double &b) {
    const double_double p = exact_product(a.high, b.high);
    const Expr crossed = add(multiply(a.high, b.low), multiply(a.low, b.high));
    return quick_sum(p.high, add(p.low, crossed));
}
[[nodiscard]] inline double_double operator*(const double_double &a, const Expr &b) {
    const double_double p = exact_product(a.high, b);
    return quick_sum(p.high, add(p.low, multiply(a.low, b)));
}

}  // namespace sylvite::generators::math
