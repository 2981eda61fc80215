// Contractions of expressions: einsum and matmul.
#pragma once

#include <sylvite/dsl/expr/layout.hpp>

namespace sylvite {

namespace detail {

template <std::size_t N>
struct equation_text {
    char characters[N] = {};
    consteval equation_text(const char (&text)[N]) {  // NOLINT(google-explicit-constructor)
        for (std::size_t i = 0; i < N; ++i) characters[i] = text[i];
    }
    [[nodiscard]] constexpr std::string_view view() const { return {characters, N - 1}; }
};

template <equation_text Equation, class A, class B>
struct einsum_of {
    static constexpr graph::broadcast_result result =
        graph::einsum_shape(graph::parse_einsum(Equation.view()), shape_of<A>, shape_of<B>);
    static constexpr sylvite::shape value = result.dims;
};

}  // namespace detail

/// Any contraction of two operands: einsum<"bij,bjk->bik">(a, b). Each letter is an index; those missing in the result
/// are summed.
template <detail::equation_text Equation, any_expression A, any_expression B>
constexpr auto einsum(const A &a, const B &b, location where = location::here()) {
    graph::builder &owner = detail::common_owner(a, b, "einsum");
    const graph::at here(owner, where);
    if constexpr (typed_expr<A> && typed_expr<B>) {
        static_assert(graph::parse_einsum(Equation.view()).legal,
                      "sylvite: malformed einsum; expected a form like \"ab,bc->ac\"");
        detail::require_same_dtype<A, B>();
        using rule = detail::einsum_of<Equation, A, B>;
        constexpr bool legal = rule::result.legal;
        SYLVITE_REQUIRE(
            legal, einsum_does_not_fit<detail::operand_of<detail::shape_t<A>>, detail::operand_of<detail::shape_t<B>>>);
        return detail::result_expr<rule, detail::type_of<A>>(owner,
                                                             graph::einsum(owner, Equation.view(), a.id(), b.id()));
    } else {
        return any_expr(owner, graph::einsum(owner, Equation.view(), a.id(), b.id()));
    }
}

/// The matrix product of [m, k] and [k, n], or of batches of them with equal leading axes.
template <typed_expr A, typed_expr B>
constexpr auto matmul(const A &a, const B &b, location where = location::here()) {
    const graph::at here(a.owner(), where);
    constexpr int rank = detail::shape_of<A>.rank;
    static_assert(rank >= 2 && rank <= 4 && rank == detail::shape_of<B>.rank,
                  "sylvite: matmul takes two matrices, or two batches of matrices with equal leading axes");
    if constexpr (rank == 2)
        return einsum<"mk,kn->mn">(a, b);
    else if constexpr (rank == 3)
        return einsum<"amk,akn->amn">(a, b);
    else
        return einsum<"abmk,abkn->abmn">(a, b);
}

}  // namespace sylvite
