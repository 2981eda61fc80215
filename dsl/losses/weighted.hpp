// The weighted mean of a loss.
#pragma once

#include <sylvite/dsl/losses/operands.hpp>

namespace sylvite {

/// sum(weights loss) / sum(weights), a scalar. Weights have the loss's shape or are broadcast to it; of any dtype, so
/// that a mask of booleans leaves elements out: where the weight is 0, the loss may be NaN. Weights for classes:
/// weighted_mean(loss, label_weights(weight, labels)), any loss of rows. That is PyTorch's weighted cross entropy
/// unless labels are smoothed, which PyTorch does with the weight of each class: cross_entropy. NaN if all weights are
/// 0.
template <typed_expr L, typed_expr W>
constexpr auto weighted_mean(const L &loss, const W &weights, location where = location::here()) {
    const graph::at here(detail::common_owner(loss, weights, "weighted_mean"), where);
    detail::require_floating<L>();
    constexpr graph::broadcast_result together = graph::broadcast_shapes(detail::shape_of<L>, detail::shape_of<W>);
    constexpr bool fits = together.legal && together.dims == detail::shape_of<L>;
    SYLVITE_REQUIRE(
        fits, shapes_do_not_match<detail::operand_of<detail::shape_t<L>>, detail::operand_of<detail::shape_t<W>>>);
    graph::builder &b = loss.owner();
    const any_expr each(b, graph::broadcast_to(b, cast<detail::type_of<L>>(weights).id(), detail::shape_of<L>));
    const any_expr x = loss;
    const unsigned axes = graph::all_axes(detail::shape_of<L>);
    const any_expr total = detail::sum_over(select(each == 0, 0, x * each), axes);
    return expr<shape_type<>, detail::type_of<L>>(total / detail::sum_over(each, axes));
}

}  // namespace sylvite
