// Elementwise operations on typed and untyped expressions, with the checks that name the caller's line.
#pragma once

#include <sylvite/dsl/expr/expr.hpp>

namespace sylvite {

namespace detail {

template <class A, class B>
struct broadcast_of {
    static constexpr graph::broadcast_result result = graph::broadcast_shapes(shape_of<A>, shape_of<B>);
    static constexpr sylvite::shape value = result.dims;
};

// Checks return auto, so that the compiler makes them at once and names the caller's line.
template <class A, class B>
constexpr auto require_same_dtype() {
    SYLVITE_REQUIRE((type_of<A> == type_of<B>), dtypes_do_not_match<element<type_of<A>>, element<type_of<B>>>);
}
template <class A, class B>
constexpr auto require_broadcast() {
    constexpr bool legal = broadcast_of<A, B>::result.legal;
    SYLVITE_REQUIRE(legal, shapes_do_not_match<operand_of<shape_t<A>>, operand_of<shape_t<B>>>);
}
template <graph::op Op, class A>
constexpr auto require_dtype() {
    SYLVITE_REQUIRE(graph::accepts(Op, type_of<A>), dtype_not_supported<element<type_of<A>>>);
}

template <graph::op Op, any_expression A>
constexpr auto unary(const A &a, location where = {}) {
    const graph::at here(a.owner(), where);
    if constexpr (typed_expr<A>) {
        require_dtype<Op, A>();
        constexpr dtype type = graph::result_type(Op, type_of<A>);
        return expr<shape_t<A>, type>(a.owner(), graph::unary(a.owner(), Op, a.id()));
    } else {
        return any_expr(a.owner(), graph::unary(a.owner(), Op, a.id()));
    }
}

/// A literal as an expression of the dtype of the expression beside it.
template <any_expression Beside, literal_number N>
constexpr auto as_expr(const Beside &beside, N value) {
    using scalar = extents<>;
    const graph::node_id id = graph::constant(beside.owner(), beside.type(), static_cast<double>(value));
    if constexpr (typed_expr<Beside>) {
        SYLVITE_REQUIRE((std::is_integral_v<N> || is_floating(type_of<Beside>)),
                        dtype_not_supported<element<type_of<Beside>>>);
        return expr<scalar, type_of<Beside>>(beside.owner(), id);
    } else {
        return any_expr(beside.owner(), id);
    }
}

template <graph::op Op, any_expression A, any_expression B>
constexpr auto binary(const A &a, const B &b, location where = {}) {
    graph::builder &owner = common_owner(a, b, graph::info(Op).name);
    const graph::at here(owner, where);
    if constexpr (typed_expr<A> && typed_expr<B>) {
        require_same_dtype<A, B>();
        require_dtype<Op, A>();
        require_broadcast<A, B>();
        constexpr dtype type = graph::result_type(Op, type_of<A>);
        return result_expr<broadcast_of<A, B>, type>(owner, graph::binary(owner, Op, a.id(), b.id()));
    } else {
        return any_expr(owner, graph::binary(owner, Op, a.id(), b.id()));
    }
}
template <graph::op Op, any_expression A, literal_number B>
constexpr auto binary(const A &a, B b, location where = {}) {
    return binary<Op>(a, as_expr(a, b), where);
}
template <graph::op Op, literal_number A, any_expression B>
constexpr auto binary(A a, const B &b, location where = {}) {
    return binary<Op>(as_expr(b, a), b, where);
}

template <class T>
concept operand_like = any_expression<T> || literal_number<T>;
template <class A, class B>
concept operand_pair = operand_like<A> && operand_like<B> &&(any_expression<A> || any_expression<B>);

}  // namespace detail

}  // namespace sylvite
