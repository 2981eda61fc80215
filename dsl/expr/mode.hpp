// What an expression is in training, and everywhere else.
#pragma once

#include <sylvite/dsl/expr/elementwise.hpp>
#include <sylvite/dsl/ops/carried.hpp>

namespace sylvite {

/// Which of the two. As an item of net.entry: the entry's mode, in place of the usual one.
struct mode_item {
    graph::mode chosen;
};
inline constexpr mode_item training_mode{graph::mode::training}, evaluation_mode{graph::mode::evaluation};

namespace detail {
/// In the two operands of by_mode.
template <class S, dtype T, class R, dtype U>
constexpr auto find_in_modes() {
    if constexpr (T != U)
        return found<dtypes_do_not_match<element<T>, element<U>>>{};
    else if constexpr (shape_value<S> != shape_value<R>)
        return found<shapes_do_not_match<S, R>>{};
    else
        return nothing_found;
}
}  // namespace detail

/// `training` in entries that train (those with minimize, store_gradients, accumulate_gradients or what applies them),
/// `evaluation` in all others; net.entry takes training_mode or evaluation_mode to say otherwise. Of one shape and
/// element type. Gradients flow to each operand in its own mode.
template <typed_expr A, typed_expr B>
requires std::same_as<A, B>
constexpr auto by_mode(const A &training, const B &evaluation, location where = location::here()) {
    const graph::at here(detail::common_owner(training, evaluation, "by_mode"), where);
    return A(any_expr(training.owner(), graph::by_mode(training.owner(), training.id(), evaluation.id())));
}

/// The expression as it is in one mode, whatever entry it stands in: minimize(in_mode(evaluation_mode, loss), ...)
/// trains without dropout. What layers assign in training (running statistics) is no part of it.
template <any_expression E>
constexpr auto in_mode(mode_item which, const E &e) {
    return E(any_expr(e.owner(), graph::resolve(e.owner(), which.chosen, e.id())));
}

}  // namespace sylvite
