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

Expr negate(const Expr &x) { return x.type().is_float() ? multiply(x, literal(x, -1)) : -x; }
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
Expr not_equal(const Expr &a, const Expr &b) { return !equal(a, b); }
Expr logical_not(const Expr &x) { return !x; }
Expr logical_and(const Expr &a, const Expr &b) { return a && b; }
Expr logical_or(const Expr &a, const Expr &b) { return a || b; }

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
Expr sqrt(const Expr &x) { return Halide::sqrt(x); }
Expr rsqrt(const Expr &x) { return divide(literal(x, 1), Halide::sqrt(x)); }
Expr abs(const Expr &x) { return Halide::cast(x.type(), Halide::abs(x)); }
Expr floor(const Expr &x) { return Halide::select(math::is_nan(x), x, Halide::floor(x)); }

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
#define SYLVITE_UNARY(name, ...)                                                                                       \
    case op::name:                                                                                                     \
        return math::name(a);
#define SYLVITE_BINARY(name, ...)                                                                                      \
    case op::name:                                                                                                     \
        return math::name(a, b);
#include <sylvite/dsl/graph/operations.def>
        case op::cast:
            return math::cast(type, a);
        case op::select:
            return choose(a, b, operands.at(2));
        default:
            throw std::runtime_error(std::string("kernel spec: ") + graph::info(kind).name + " is not elementwise");
    }
}

}  // namespace sylvite::generators::math
