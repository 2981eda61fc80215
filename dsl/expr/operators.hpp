// Operators on expressions and literals. Broadcasting is NumPy's; dtypes must agree; a literal takes the dtype of the
// expression beside it.
#pragma once

#include <sylvite/dsl/expr/elementwise_nodes.hpp>

namespace sylvite {

template <class A, class B>
requires detail::operand_pair<A, B>
constexpr auto operator+(const A &a, const B &b) { return detail::binary<graph::op::add>(a, b); }
template <class A, class B>
requires detail::operand_pair<A, B>
constexpr auto operator-(const A &a, const B &b) { return detail::binary<graph::op::subtract>(a, b); }
template <class A, class B>
requires detail::operand_pair<A, B>
constexpr auto operator*(const A &a, const B &b) { return detail::binary<graph::op::multiply>(a, b); }
/// Defined for floating-point operands.
template <class A, class B>
requires detail::operand_pair<A, B>
constexpr auto operator/(const A &a, const B &b) { return detail::binary<graph::op::divide>(a, b); }
template <any_expression A>
constexpr auto operator-(const A &a) {
    return detail::unary<graph::op::negate>(a);
}

// comparisons give booleans; with a NaN all but != are false
template <class A, class B>
requires detail::operand_pair<A, B>
constexpr auto operator<(const A &a, const B &b) { return detail::binary<graph::op::less>(a, b); }
template <class A, class B>
requires detail::operand_pair<A, B>
constexpr auto operator<=(const A &a, const B &b) { return detail::binary<graph::op::less_equal>(a, b); }
template <class A, class B>
requires detail::operand_pair<A, B>
constexpr auto operator>(const A &a, const B &b) { return detail::binary<graph::op::less>(b, a); }
template <class A, class B>
requires detail::operand_pair<A, B>
constexpr auto operator>=(const A &a, const B &b) { return detail::binary<graph::op::less_equal>(b, a); }
template <class A, class B>
requires detail::operand_pair<A, B>
constexpr auto operator==(const A &a, const B &b) { return detail::binary<graph::op::equal>(a, b); }
template <class A, class B>
requires detail::operand_pair<A, B>
constexpr auto operator!=(const A &a, const B &b) { return detail::binary<graph::op::not_equal>(a, b); }
template <any_expression A, any_expression B>
constexpr auto operator&&(const A &a, const B &b) {
    return detail::binary<graph::op::logical_and>(a, b);
}
template <any_expression A, any_expression B>
constexpr auto operator||(const A &a, const B &b) {
    return detail::binary<graph::op::logical_or>(a, b);
}
template <any_expression A>
constexpr auto operator!(const A &a) {
    return detail::unary<graph::op::logical_not>(a);
}

}  // namespace sylvite
