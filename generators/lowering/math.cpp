#include <sylvite/generators/functions/functions.hpp>
#include <sylvite/generators/functions/number.hpp>

#include <stdexcept>

namespace sylvite::generators::math {
namespace {

using Halide::Type;
using Halide::Internal::Call;

Expr strict(Call::IntrinsicOp operation, const Type &type, const Expr &a, const Expr &b) {
    return Call::make(type, operation, {a, b}, Call::PureIntrinsic);
}

Expr signed_bits(const Expr &x) { return Halide::reinterpret(x.type().with_code(halide_type_int), x); }

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
    return (signed_bits(x) & sign_off) > infinity;
}

// The number of set bits of a condition is one or none. Bounds analysis takes any count for possible, whatever it is
// of, LLVM knows better and takes the condition as it is.
Expr choose(const Expr &condition, const Expr &a, const Expr &b) {
    return Halide::select(Halide::popcount(Halide::cast<std::uint8_t>(condition)) != 0, a, b);
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
    if (!x.type().is_float() || type.is_float()) return Halide::cast(type, x);
    // Halide's cast is undefined beyond the integer's range: there the nearest, and 0 for NaN.
    const Expr lowest = literal(x, -0x1p31), beyond = literal(x, 0x1p31), zero = literal(x, 0);
    const Expr is_high = less_equal(beyond, x);
    const Expr inside = Halide::select(less(lowest, x), x, lowest);
    const Expr whole = Halide::cast(type, Halide::select(is_high || math::is_nan(x), zero, inside));
    return Halide::select(is_high, type.max(), whole);
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
            return math::expm1(a);
        case op::log:
            return math::log(a);
        case op::log1p:
            return math::log1p(a);
        case op::sqrt:
            return Halide::sqrt(a);
        case op::rsqrt:
            return divide(literal(a, 1), Halide::sqrt(a));
        case op::sin:
            return math::sin(a);
        case op::cos:
            return math::cos(a);
        case op::tanh:
            return math::tanh(a);
        case op::sigmoid:
            return math::sigmoid(a);
        case op::erf:
            return math::erf(a);
        case op::ndtr:
            return math::ndtr(a);
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
            return math::pow(a, b);
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
            return choose(a, b, operands.at(2));
        default:
            throw std::runtime_error(std::string("kernel spec: ") + graph::info(kind).name + " is not elementwise");
    }
}

}  // namespace sylvite::generators::math
