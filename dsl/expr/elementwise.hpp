// Elementwise functions of expressions and literals. Broadcasting is NumPy's; dtypes must agree; a literal takes the
// dtype of the expression beside it.
#pragma once

#include <sylvite/dsl/expr/operators.hpp>

namespace sylvite {

/// The smaller of two elements; NaN if either is NaN.
template <class A, class B>
requires detail::operand_pair<A, B>
constexpr auto min(const A &a, const B &b, location where = location::here()) {
    return detail::binary<graph::op::minimum>(a, b, where);
}
/// The larger of two elements; NaN if either is NaN.
template <class A, class B>
requires detail::operand_pair<A, B>
constexpr auto max(const A &a, const B &b, location where = location::here()) {
    return detail::binary<graph::op::maximum>(a, b, where);
}

/// base^exponent as C's pow: 1 for an exponent of 0 whatever the base, NaN for a negative base and an exponent that is
/// no integer. With respect to the base the gradient holds at a base of 0 and at negative ones; with respect to the
/// exponent it is 0 at a base of 0 (exponent >= 0) and NaN at negative bases.
template <class A, class B>
requires detail::operand_pair<A, B>
constexpr auto pow(const A &base, const B &exponent, location where = location::here()) {
    return detail::binary<graph::op::pow>(base, exponent, where);
}

/// The angle in radians, from -pi to pi, of the point (x, y), as C's atan2. Its gradient is NaN where both are 0.
template <class A, class B>
requires detail::operand_pair<A, B>
constexpr auto atan2(const A &y, const B &x, location where = location::here()) {
    return detail::binary<graph::op::atan2>(y, x, where);
}

/// e^x.
template <any_expression A>
constexpr auto exp(const A &a, location where = location::here()) {
    return detail::unary<graph::op::exp>(a, where);
}
/// The natural logarithm.
template <any_expression A>
constexpr auto log(const A &a, location where = location::here()) {
    return detail::unary<graph::op::log>(a, where);
}
/// exp(x) - 1, accurate near 0.
template <any_expression A>
constexpr auto expm1(const A &a, location where = location::here()) {
    return detail::unary<graph::op::expm1>(a, where);
}
/// log(1 + x), accurate near 0.
template <any_expression A>
constexpr auto log1p(const A &a, location where = location::here()) {
    return detail::unary<graph::op::log1p>(a, where);
}
/// The square root.
template <any_expression A>
constexpr auto sqrt(const A &a, location where = location::here()) {
    return detail::unary<graph::op::sqrt>(a, where);
}
/// 1 / sqrt(x).
template <any_expression A>
constexpr auto rsqrt(const A &a, location where = location::here()) {
    return detail::unary<graph::op::rsqrt>(a, where);
}
/// The sine of x radians.
template <any_expression A>
constexpr auto sin(const A &a, location where = location::here()) {
    return detail::unary<graph::op::sin>(a, where);
}
/// The cosine of x radians.
template <any_expression A>
constexpr auto cos(const A &a, location where = location::here()) {
    return detail::unary<graph::op::cos>(a, where);
}
/// The angle in radians, from -pi/2 to pi/2, whose sine is x; NaN beyond -1 and 1.
template <any_expression A>
constexpr auto asin(const A &a, location where = location::here()) {
    return detail::unary<graph::op::asin>(a, where);
}
/// The angle in radians, from 0 to pi, whose cosine is x; NaN beyond -1 and 1.
template <any_expression A>
constexpr auto acos(const A &a, location where = location::here()) {
    return detail::unary<graph::op::acos>(a, where);
}
/// The angle in radians, from -pi/2 to pi/2, whose tangent is x.
template <any_expression A>
constexpr auto atan(const A &a, location where = location::here()) {
    return detail::unary<graph::op::atan>(a, where);
}
/// The hyperbolic sine.
template <any_expression A>
constexpr auto sinh(const A &a, location where = location::here()) {
    return detail::unary<graph::op::sinh>(a, where);
}
/// The hyperbolic cosine.
template <any_expression A>
constexpr auto cosh(const A &a, location where = location::here()) {
    return detail::unary<graph::op::cosh>(a, where);
}
/// The hyperbolic tangent.
template <any_expression A>
constexpr auto tanh(const A &a, location where = location::here()) {
    return detail::unary<graph::op::tanh>(a, where);
}
/// 1 / (1 + exp(-x)).
template <any_expression A>
constexpr auto sigmoid(const A &a, location where = location::here()) {
    return detail::unary<graph::op::sigmoid>(a, where);
}
/// The error function: 2 / sqrt(pi) times the integral of exp(-t^2) from 0 to x.
template <any_expression A>
constexpr auto erf(const A &a, location where = location::here()) {
    return detail::unary<graph::op::erf>(a, where);
}
/// The standard normal distribution's probability of a number below x, (1 + erf(x / sqrt(2))) / 2, accurate beside its
/// smallest values too.
template <any_expression A>
constexpr auto ndtr(const A &a, location where = location::here()) {
    return detail::unary<graph::op::ndtr>(a, where);
}
/// max(x, 0); NaN stays NaN; its derivative at 0 is 0.
template <any_expression A>
constexpr auto relu(const A &a, location where = location::here()) {
    return detail::unary<graph::op::relu>(a, where);
}
/// The absolute value; its derivative at 0 is 0.
template <any_expression A>
constexpr auto abs(const A &a, location where = location::here()) {
    return detail::unary<graph::op::abs>(a, where);
}
/// -1, 0 or 1.
template <any_expression A>
constexpr auto sign(const A &a, location where = location::here()) {
    return detail::unary<graph::op::sign>(a, where);
}
/// The largest integer that is not above x; its derivative is 0.
template <any_expression A>
constexpr auto floor(const A &a, location where = location::here()) {
    return detail::unary<graph::op::floor>(a, where);
}
/// boolean: whether x is no number.
template <any_expression A>
constexpr auto is_nan(const A &a, location where = location::here()) {
    return detail::unary<graph::op::is_nan>(a, where);
}
/// x x.
template <any_expression A>
constexpr auto square(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    return a * a;
}

/// Where the condition holds x, elsewhere y; one of x and y may be a literal.
template <any_expression C, class A, class B>
requires detail::operand_pair<A, B>
constexpr auto select(const C &condition, const A &x, const B &y, location where = location::here()) {
    const graph::at here(condition.owner(), where);
    if constexpr (literal_number<A>) {
        return select(condition, detail::as_expr(y, x), y);
    } else if constexpr (literal_number<B>) {
        return select(condition, x, detail::as_expr(x, y));
    } else {
        detail::common_owner(condition, x, "select");
        graph::builder &owner = detail::common_owner(x, y, "select");
        const graph::node_id id = graph::select(owner, condition.id(), x.id(), y.id());
        if constexpr (typed_expr<C> && typed_expr<A> && typed_expr<B>) {
            SYLVITE_REQUIRE((detail::type_of<C> == boolean), dtype_not_supported<element<detail::type_of<C>>>);
            detail::require_same_dtype<A, B>();
            detail::require_broadcast<A, B>();
            using values = detail::result_expr<detail::broadcast_of<A, B>, detail::type_of<A>>;
            detail::require_broadcast<C, values>();
            return detail::result_expr<detail::broadcast_of<C, values>, detail::type_of<A>>(owner, id);
        } else {
            return any_expr(owner, id);
        }
    }
}

/// Conversion to another dtype: cast<f32>(x).
template <dtype To, any_expression A>
constexpr auto cast(const A &a, location where = location::here()) {
    const graph::at here(a.owner(), where);
    const graph::node_id id = graph::cast(a.owner(), a.id(), To);
    if constexpr (typed_expr<A>)
        return expr<detail::shape_t<A>, To>(a.owner(), id);
    else
        return any_expr(a.owner(), id);
}

}  // namespace sylvite
