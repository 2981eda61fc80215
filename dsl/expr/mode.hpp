// What an expression is in training, and everywhere else.
#pragma once

#include <sylvite/dsl/expr/elementwise.hpp>
#include <sylvite/dsl/ops/mode.hpp>

namespace sylvite {

/// Which of the two. As an item of net.entry: the entry's mode, in place of the usual one.
struct mode_item {
    graph::mode chosen;
};
inline constexpr mode_item training_mode{graph::mode::training}, evaluation_mode{graph::mode::evaluation};

/// `training` in entries that train (those with minimize, store_gradients, accumulate_gradients or what applies them),
/// `evaluation` in all others; net.entry takes training_mode or evaluation_mode to say otherwise. Of one shape and
/// element type. Gradients flow to each operand in its own mode.
template <typed_expr A, typed_expr B>
constexpr auto by_mode(const A &training, const B &evaluation, location where = location::here()) {
    const graph::at here(detail::common_owner(training, evaluation, "by_mode"), where);
    detail::require_same_dtype<A, B>();
    constexpr bool fits = detail::shape_of<A> == detail::shape_of<B>;
    SYLVITE_REQUIRE(
        fits, shapes_do_not_match<detail::operand_of<detail::shape_t<A>>, detail::operand_of<detail::shape_t<B>>>);
    return A(any_expr(training.owner(), graph::by_mode(training.owner(), training.id(), evaluation.id())));
}

/// The expression as it is in one mode, whatever entry it stands in: minimize(in_mode(evaluation_mode, loss), ...)
/// trains without dropout. What layers assign in training (running statistics) is no part of it.
template <any_expression E>
constexpr auto in_mode(mode_item which, const E &e) {
    return E(any_expr(e.owner(), graph::resolve(e.owner(), which.chosen, e.id())));
}

}  // namespace sylvite
