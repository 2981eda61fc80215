#include <sylvite/generators/lowering/math.hpp>

#include <limits>
#include <stdexcept>

namespace sylvite::generators::math {
namespace {

using Halide::Type;
using Halide::Internal::Call;

Expr strict(Call::IntrinsicOp operation, const Type &type, const Expr &a, const Expr &b) {
    return Call::make(type, operation, {a, b}, Call::PureIntrinsic);
}

Expr literal(const Expr &like, double value) { return Halide::Internal::make_const(like.type(), value); }

Expr word(std::uint64_t value) { return Halide::Internal::make_const(Halide::UInt(32), value); }

Expr bits(const Expr &x) { return Halide::reinterpret(x.type().with_code(halide_type_int), x); }

}  // namespace

Expr add(const Expr &a, const Expr &b) {
    return a.type().is_float() ? strict(Call::strict_add, a.type(), a, b) : a + b;
}
Expr subtract(const Expr &a, const Expr &b) {
    return a.type().is_float() ? strict(Call::strict_sub, a.type(), a, b) : a - b;
}
Expr multiply(const Expr &a, const Expr &b) {
    return a.type().is_float() ? strict(Call::strict_mul, a.type(), a, b) : a * b;
}
Expr divide(const Expr &a, const Expr &b) {
    if (a.type().is_float()) return strict(Call::strict_div, a.type(), a, b);
    const Expr size = Halide::cast(a.type(), Halide::abs(a) / Halide::abs(b));
    return Halide::select((a < 0) != (b < 0), -size, size);
}
Expr less(const Expr &a, const Expr &b) {
    return a.type().is_float() ? strict(Call::strict_lt, Halide::Bool(a.type().lanes()), a, b) : a < b;
}
Expr less_equal(const Expr &a, const Expr &b) {
    // Halide's own strict comparison is lowered to !(b < a), which is true for NaN.
    return a.type().is_float() ? less(a, b) || equal(a, b) : a <= b;
}
Expr equal(const Expr &a, const Expr &b) {
    return a.type().is_float() ? strict(Call::strict_eq, Halide::Bool(a.type().lanes()), a, b) : a == b;
}

// On the bits: the compiler may assume that sums and products of a contraction are no NaN, but not that of integers.
Expr is_nan(const Expr &x) {
    if (!x.type().is_float()) return Halide::cast<bool>(false);
    const bool is_double = x.type().bits() == 64;
    const Expr sign_off = is_double ? Expr(std::int64_t{0x7fffffffffffffff}) : Expr(0x7fffffff);
    const Expr infinity = is_double ? Expr(std::int64_t{0x7ff0000000000000}) : Expr(0x7f800000);
    return (bits(x) & sign_off) > infinity;
}

Expr minimum(const Expr &a, const Expr &b) {
    if (!a.type().is_float()) return Halide::min(a, b);
    return Halide::select(less(b, a) || math::is_nan(b), b, a);
}
Expr maximum(const Expr &a, const Expr &b) {
    if (!a.type().is_float()) return Halide::max(a, b);
    return Halide::select(less(a, b) || math::is_nan(b), b, a);
}
Expr relu(const Expr &x) {
    const Expr zero = literal(x, 0);
    if (!x.type().is_float()) return Halide::max(x, zero);
    return Halide::select(less(x, zero), zero, x);
}
Expr sign(const Expr &x) {
    const Expr zero = literal(x, 0);
    return Halide::select(less(zero, x), literal(x, 1), Halide::select(less(x, zero), literal(x, -1), x));
}

Expr cast(const Type &type, const Expr &x) {
    if (type == x.type()) return x;
    if (type.is_bool()) return x.type().is_float() ? !equal(x, literal(x, 0)) : x != literal(x, 0);
    return Halide::cast(type, x);
}

// Cephes' expf: x = n ln 2 + r with |r| <= ln 2 / 2, a polynomial in r, and 2^n through the exponent's bits. Results
// below the smallest normal number are 0.
Expr exp(const Expr &x) {
    if (x.type().bits() == 64) return Halide::exp(x);
    const Expr highest = 88.7228390f, lowest = -87.3365447f;
    const Expr inside = Halide::select(less(highest, x), highest, Halide::select(less(x, lowest), lowest, x));
    const Expr shifter = 12582912.0f;  // 1.5 × 2^23: adding it rounds to an integer in the low bits
    const Expr shifted = add(multiply(inside, 1.44269504f), shifter);
    const Expr n = subtract(shifted, shifter);
    // n + 127, from 1 to 255; without sign, since whatever comes out for NaN must not overflow.
    const Expr exponent = Halide::reinterpret<std::uint32_t>(shifted) - word(0x4b400000 - 127);
    const Expr highest_exponent = word(254);
    const Expr r = subtract(subtract(inside, multiply(n, 0.693359375f)), multiply(n, -2.12194440e-4f));
    Expr p = 1.9875691500e-4f;
    for (const float c : {1.3981999507e-3f, 8.3334519073e-3f, 4.1665795894e-2f, 1.6666665459e-1f, 5.0000001201e-1f})
        p = p * r + c;
    p = add(p * (r * r) + r, 1.0f);
    const Expr scale = Halide::reinterpret<float>(Halide::min(exponent, highest_exponent) << word(23));
    Expr y = multiply(multiply(p, scale), Halide::select(exponent > highest_exponent, 2.0f, 1.0f));
    y = Halide::select(less(highest, x), std::numeric_limits<float>::infinity(), y);
    y = Halide::select(less(x, lowest), 0.0f, y);
    return Halide::select(math::is_nan(x), x, y);
}

// Cephes' logf: x = 2^e m with m in [sqrt(1/2), sqrt(2)), a polynomial in m - 1.
Expr log(const Expr &x) {
    if (x.type().bits() == 64) return Halide::log(x);
    const Expr is_tiny = less(x, 1.17549435e-38f);
    const Expr normal = Halide::select(is_tiny, multiply(x, 8388608.0f), x);
    const Expr word = Halide::reinterpret<std::int32_t>(normal);
    const Expr half_to_one = Halide::reinterpret<float>((word & 0x007fffff) | 0x3f000000);
    const Expr is_low = less(half_to_one, 0.707106781f);
    const Expr exponent = (word >> 23) - 126 - Halide::select(is_tiny, 23, 0) - Halide::select(is_low, 1, 0);
    const Expr m = subtract(add(half_to_one, Halide::select(is_low, half_to_one, 0.0f)), 1.0f);
    const Expr e = Halide::cast<float>(exponent);
    const Expr z = m * m;
    Expr p = 7.0376836292e-2f;
    for (const float c : {-1.1514610310e-1f, 1.1676998740e-1f, -1.2420140846e-1f, 1.4249322787e-1f, -1.6668057665e-1f,
                          2.0000714765e-1f, -2.4999993993e-1f, 3.3333331174e-1f})
        p = p * m + c;
    Expr y = multiply(multiply(p, m), z);
    y = subtract(add(y, multiply(e, -2.12194440e-4f)), multiply(z, 0.5f));
    y = add(add(m, y), multiply(e, 0.693359375f));
    y = Halide::select(equal(x, 0.0f), -std::numeric_limits<float>::infinity(), y);
    y = Halide::select(less(x, 0.0f), std::numeric_limits<float>::quiet_NaN(), y);
    return Halide::select(math::is_nan(x) || equal(x, Expr(std::numeric_limits<float>::infinity())), x, y);
}

// Kahan: what 1 + x loses in rounding, (u - 1) keeps, so that log(u) x / (u - 1) is accurate near 0.
Expr log1p(const Expr &x) {
    const Expr one = literal(x, 1);
    const Expr u = add(x, one);
    const Expr y = divide(multiply(math::log(u), x), subtract(u, one));
    const Expr result = Halide::select(equal(u, one), x, y);
    return Halide::select(equal(u, literal(x, std::numeric_limits<double>::infinity())), u, result);
}

// Cephes' tanhf near 0, else 1 - 2 / (exp(2|x|) + 1), which saturates at 1.
Expr tanh(const Expr &x) {
    if (x.type().bits() == 64) return Halide::tanh(x);
    const Expr size = Halide::abs(x);
    const Expr z = multiply(x, x);
    Expr p = -5.70498872745e-3f;
    for (const float c : {2.06390887954e-2f, -5.37397155531e-2f, 1.33314422036e-1f, -3.33332819422e-1f}) p = p * z + c;
    const Expr near_zero = add(multiply(multiply(p, z), x), x);
    const Expr far = subtract(1.0f, divide(2.0f, add(math::exp(multiply(size, 2.0f)), 1.0f)));
    const Expr with_sign = Halide::select(less(x, 0.0f), subtract(0.0f, far), far);
    return Halide::select(less(size, 0.625f), near_zero, with_sign);
}

Expr sigmoid(const Expr &x) {
    const Expr one = literal(x, 1);
    return divide(one, add(one, math::exp(subtract(literal(x, 0), x))));
}

// By the C library's double function, element by element.
Expr c_library(const char *name, std::vector<Expr> operands) {
    const Type type = operands.front().type(), wide = type.with_bits(64);
    for (Expr &e : operands) e = Halide::cast(wide, e);
    return Halide::cast(type, Call::make(wide, name, operands, Call::PureExtern));
}

Expr apply(graph::op kind, const Type &type, const std::vector<Expr> &operands) {
    using graph::op;
    const Expr &a = operands.front();
    const Expr &b = operands.size() > 1 ? operands[1] : a;
    switch (kind) {
        case op::negate:
            return a.type().is_float() ? multiply(a, literal(a, -1)) : -a;
        case op::exp:
            return math::exp(a);
        case op::expm1:
            return c_library("expm1", {a});
        case op::log:
            return math::log(a);
        case op::log1p:
            return math::log1p(a);
        case op::sqrt:
            return Halide::sqrt(a);
        case op::rsqrt:
            return divide(literal(a, 1), Halide::sqrt(a));
        case op::sin:
            return c_library("sin", {a});
        case op::cos:
            return c_library("cos", {a});
        case op::tanh:
            return math::tanh(a);
        case op::sigmoid:
            return math::sigmoid(a);
        case op::erf:
            return c_library("erf", {a});
        case op::relu:
            return relu(a);
        case op::abs:
            return Halide::cast(type, Halide::abs(a));
        case op::sign:
            return sign(a);
        case op::floor:
            return Halide::select(math::is_nan(a), a, Halide::floor(a));
        case op::is_nan:
            return math::is_nan(a);
        case op::logical_not:
            return !a;
        case op::cast:
            return math::cast(type, a);
        case op::add:
            return add(a, b);
        case op::subtract:
            return subtract(a, b);
        case op::multiply:
            return multiply(a, b);
        case op::divide:
            return divide(a, b);
        case op::minimum:
            return minimum(a, b);
        case op::maximum:
            return maximum(a, b);
        case op::pow:
            return c_library("pow", {a, b});
        case op::less:
            return less(a, b);
        case op::less_equal:
            return less_equal(a, b);
        case op::equal:
            return equal(a, b);
        case op::not_equal:
            return !equal(a, b);
        case op::logical_and:
            return a && b;
        case op::logical_or:
            return a || b;
        case op::select:
            return Halide::select(a, b, operands.at(2));
        default:
            throw std::runtime_error(std::string("kernel spec: ") + graph::info(kind).name + " is not elementwise");
    }
}

}  // namespace sylvite::generators::math
