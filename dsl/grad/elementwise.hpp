// Derivative rules of elementwise operations.
#pragma once

#include <sylvite/dsl/grad/step.hpp>

namespace sylvite::graph::grad {

constexpr void of_negate(step &s) { s.add(0, s.neg(s.dy)); }
constexpr void of_exp(step &s) { s.add(0, s.mul(s.dy, s.y)); }
constexpr void of_expm1(step &s) { s.add(0, s.mul(s.dy, with_literal(s.b, op::add, s.y, 1))); }
constexpr void of_log(step &s) { s.add(0, s.div(s.dy, s.in(0))); }
constexpr void of_log1p(step &s) { s.add(0, s.div(s.dy, with_literal(s.b, op::add, s.in(0), 1))); }
constexpr void of_sqrt(step &s) { s.add(0, s.div(with_literal(s.b, op::multiply, s.dy, 0.5), s.y)); }
constexpr void of_rsqrt(step &s) {  // -1/2 y^3
    s.add(0, s.mul(with_literal(s.b, op::multiply, s.dy, -0.5), s.mul(s.y, s.mul(s.y, s.y))));
}
constexpr void of_sin(step &s) { s.add(0, s.mul(s.dy, unary(s.b, op::cos, s.in(0)))); }
constexpr void of_cos(step &s) { s.add(0, s.neg(s.mul(s.dy, unary(s.b, op::sin, s.in(0))))); }
/// 1 / sqrt(1 - a^2)
constexpr node_id slope_of_asin(step &s) {
    return unary(s.b, op::rsqrt, s.sub(s.literal_like(s.y, 1), s.mul(s.in(0), s.in(0))));
}
constexpr void of_asin(step &s) { s.add(0, s.mul(s.dy, slope_of_asin(s))); }
constexpr void of_acos(step &s) { s.add(0, s.neg(s.mul(s.dy, slope_of_asin(s)))); }
constexpr void of_atan(step &s) {  // 1 / (1 + a^2)
    s.add(0, s.div(s.dy, with_literal(s.b, op::add, s.mul(s.in(0), s.in(0)), 1)));
}
constexpr void of_sinh(step &s) { s.add(0, s.mul(s.dy, unary(s.b, op::cosh, s.in(0)))); }
constexpr void of_cosh(step &s) { s.add(0, s.mul(s.dy, unary(s.b, op::sinh, s.in(0)))); }
constexpr void of_tanh(step &s) { s.add(0, s.mul(s.dy, s.sub(s.literal_like(s.y, 1), s.mul(s.y, s.y)))); }
constexpr void of_sigmoid(step &s) { s.add(0, s.mul(s.dy, s.mul(s.y, s.sub(s.literal_like(s.y, 1), s.y)))); }
constexpr void of_erf(step &s) {  // 2 / sqrt(pi) exp(-a^2)
    const node_id bell = unary(s.b, op::exp, s.neg(s.mul(s.in(0), s.in(0))));
    s.add(0, s.mul(with_literal(s.b, op::multiply, s.dy, 1.1283791670955126), bell));
}
constexpr void of_ndtr(step &s) {  // the density, exp(-a^2 / 2) / sqrt(2 pi)
    const node_id bell = unary(s.b, op::exp, with_literal(s.b, op::multiply, s.mul(s.in(0), s.in(0)), -0.5));
    s.add(0, s.mul(with_literal(s.b, op::multiply, s.dy, 0.39894228040143268), bell));
}
constexpr void of_relu(step &s) {  // 0 at 0, as in PyTorch and JAX; NaN passes
    const node_id zero = s.literal_like(s.y, 0);
    s.add(0, s.where(binary(s.b, op::less_equal, s.y, zero), zero, s.dy));
}
constexpr void of_abs(step &s) { s.add(0, s.mul(s.dy, unary(s.b, op::sign, s.in(0)))); }
constexpr void of_cast(step &s) {
    const dtype from = s.b[s.in(0)].type;
    if (is_floating(from)) s.add(0, cast(s.b, s.dy, from));
}
constexpr void of_add(step &s) {
    s.add(0, s.dy);
    s.add(1, s.dy);
}
constexpr void of_subtract(step &s) {
    s.add(0, s.dy);
    s.add(1, s.neg(s.dy));
}
constexpr void of_multiply(step &s) {
    s.add(0, s.mul(s.dy, s.in(1)));
    s.add(1, s.mul(s.dy, s.in(0)));
}
constexpr void of_divide(step &s) {
    const node_id quotient = s.div(s.dy, s.in(1));
    s.add(0, quotient);
    s.add(1, s.neg(s.mul(quotient, s.y)));
}
/// The smaller (or larger) operand gets dy; equal ones half each; both where one is NaN: as in PyTorch.
constexpr void of_extremum(step &s, bool smaller_wins) {
    const node_id zero = s.literal_like(s.dy, 0), half = with_literal(s.b, op::multiply, s.dy, 0.5);
    const node_id ties = binary(s.b, op::equal, s.in(0), s.in(1));
    const node_id a_less = binary(s.b, op::less, s.in(0), s.in(1));
    const node_id b_less = binary(s.b, op::less, s.in(1), s.in(0));
    s.add(0, s.where(smaller_wins ? b_less : a_less, zero, s.where(ties, half, s.dy)));
    s.add(1, s.where(smaller_wins ? a_less : b_less, zero, s.where(ties, half, s.dy)));
}
constexpr void of_minimum(step &s) { of_extremum(s, true); }
constexpr void of_maximum(step &s) { of_extremum(s, false); }
/// a^b. For a: b a^(b-1); where b is 0 and a so small that 1 / a may be infinite, the power is a^0 instead, so that
/// neither this nor its own derivative multiplies 0 with infinity. For b: y log a, and 0 at a base of 0 with b >= 0, as
/// in PyTorch; the base within the logarithm is 1 there, so that no NaN waits in the side that is not taken.
constexpr void of_pow(step &s) {
    const node_id a = s.in(0), b = s.in(1);
    if (s.wanted[0]) {
        if (const literal l = literal_of(s.b, b); l.known) {
            if (l.value != 0)
                s.add(0, s.mul(with_literal(s.b, op::multiply, s.dy, l.value),
                               with_literal(s.b, op::pow, a, l.value - 1)));
        } else {
            const node_id zero = s.literal_like(b, 0);
            const node_id is_flat = binary(s.b, op::logical_and, binary(s.b, op::equal, b, zero),
                                           binary(s.b, op::equal, s.mul(a, a), zero));
            const node_id lowered = s.where(is_flat, zero, with_literal(s.b, op::subtract, b, 1));
            s.add(0, s.mul(s.dy, s.mul(b, binary(s.b, op::pow, a, lowered))));
        }
    }
    if (!s.wanted[1]) return;
    const node_id base_is_zero = binary(s.b, op::equal, a, s.literal_like(a, 0));
    const node_id rises = binary(s.b, op::less_equal, s.literal_like(b, 0), b);
    const node_id flat = binary(s.b, op::logical_and, base_is_zero, rises);
    const node_id slope = unary(s.b, op::log, s.where(flat, s.literal_like(a, 1), a));
    s.add(1, s.mul(s.dy, s.mul(s.y, slope)));
}
constexpr void of_atan2(step &s) {  // b / (a^2 + b^2) and -a / (a^2 + b^2)
    const node_id a = s.in(0), b = s.in(1);
    const node_id slope = s.div(s.dy, binary(s.b, op::add, s.mul(a, a), s.mul(b, b)));
    s.add(0, s.mul(slope, b));
    s.add(1, s.neg(s.mul(slope, a)));
}
constexpr void of_select(step &s) {
    const node_id zero = s.literal_like(s.dy, 0);
    s.add(1, s.where(s.in(0), s.dy, zero));
    s.add(2, s.where(s.in(0), zero, s.dy));
}

}  // namespace sylvite::graph::grad
