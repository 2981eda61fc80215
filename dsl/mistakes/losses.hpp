// Calls of losses that cannot be right.
#pragma once

#include <sylvite/dsl/expr/find_in_rows.hpp>
#include <sylvite/dsl/losses/class_weights.hpp>
#include <sylvite/dsl/losses/cross_entropy.hpp>
#include <sylvite/dsl/losses/margin.hpp>
#include <sylvite/dsl/losses/regression.hpp>
#include <sylvite/dsl/losses/weighted.hpp>
#include <sylvite/dsl/mistakes/mistake.hpp>

namespace sylvite {

namespace detail {

/// Predictions and targets of one dtype and one shape.
template <class S, dtype T, class R, dtype U>
constexpr auto find_in_targets() {
    if constexpr (T != U)
        return found<dtypes_do_not_match<element<T>, element<U>>>{};
    else if constexpr (!is_floating(T))
        return found<dtype_not_supported<element<T>>>{};
    else if constexpr (shape_value<S> != shape_value<R>)
        return found<shapes_do_not_match<S, R>>{};
    else
        return nothing_found;
}

template <class S, dtype T, class R, dtype U>
constexpr auto find_in_labels() {
    constexpr int rank = shape_value<S>.rank;
    if constexpr (is_mistake<typename decltype(find_in_rows<S, T>())::type>)
        return find_in_rows<S, T>();
    else if constexpr (U != i32)
        return found<labels_are_not_i32<element<U>>>{};
    else if constexpr (graph::without_axes(shape_value<S>, 1u << (rank - 1)) != shape_value<R>)
        return found<labels_do_not_match_logits<S, R>>{};
    else
        return nothing_found;
}
/// Labels, or probabilities of the logits' shape.
template <class S, dtype T, class R, dtype U>
constexpr auto find_in_cross_entropy() {
    if constexpr (is_mistake<typename decltype(find_in_rows<S, T>())::type>)
        return find_in_rows<S, T>();
    else if constexpr (is_floating(U) && shape_value<S> == shape_value<R>)
        return find_in_targets<S, T, R, U>();
    else
        return find_in_labels<S, T, R, U>();
}
template <class S, dtype T, class R>
constexpr auto find_in_weights() {
    constexpr graph::broadcast_result together = graph::broadcast_shapes(shape_value<S>, shape_value<R>);
    if constexpr (!is_floating(T))
        return found<dtype_not_supported<element<T>>>{};
    else if constexpr (!together.legal || together.dims != shape_value<S>)
        return found<shapes_do_not_match<S, R>>{};
    else
        return nothing_found;
}
/// A weight for each class beside logits and labels.
template <class S, dtype T, class R, dtype U, class C, dtype V>
constexpr auto find_in_class_weights() {
    if constexpr (is_mistake<typename decltype(find_in_labels<S, T, R, U>())::type>)
        return find_in_labels<S, T, R, U>();
    else if constexpr (T != V)
        return found<dtypes_do_not_match<element<T>, element<V>>>{};
    else if constexpr (shape_value<C>.rank != 1 ||
                       shape_value<C>.extents[0] != shape_value<S>.extents[shape_value<S>.rank - 1])
        return found<weights_do_not_match_classes<S, C>>{};
    else
        return nothing_found;
}
template <class C, dtype V, dtype U>
constexpr auto find_in_label_weights() {
    if constexpr (is_mistake<typename decltype(find_in_rows<C, V>())::type>)
        return find_in_rows<C, V>();
    else if constexpr (shape_value<C>.rank != 1)
        return found<weights_are_not_a_vector<C>>{};
    else if constexpr (U != i32)
        return found<labels_are_not_i32<element<U>>>{};
    else
        return nothing_found;
}

}  // namespace detail

#define SYLVITE_MISTAKES_IN_LOSS(function, find, ...)                                                                  \
    template <class S, dtype T, class R, dtype U,                                                                      \
              detail::is_mistake Mistake = typename decltype(detail::find<S, T, R, U>())::type>                        \
    Mistake function(const expr<S, T> &, const expr<R, U> &__VA_ARGS__, location = {}) = delete

SYLVITE_MISTAKES_IN_LOSS(squared_error, find_in_targets);
SYLVITE_MISTAKES_IN_LOSS(absolute_error, find_in_targets);
SYLVITE_MISTAKES_IN_LOSS(mse, find_in_targets);
SYLVITE_MISTAKES_IN_LOSS(mae, find_in_targets);
SYLVITE_MISTAKES_IN_LOSS(huber, find_in_targets, , double = 1);
SYLVITE_MISTAKES_IN_LOSS(smooth_l1, find_in_targets, , double = 1);
SYLVITE_MISTAKES_IN_LOSS(hinge, find_in_targets);
SYLVITE_MISTAKES_IN_LOSS(cosine_similarity, find_in_targets, , double = 1e-12);
SYLVITE_MISTAKES_IN_LOSS(kl_divergence, find_in_targets);
SYLVITE_MISTAKES_IN_LOSS(softmax_cross_entropy, find_in_cross_entropy, , softmax_cross_entropy_options = {});
SYLVITE_MISTAKES_IN_LOSS(negative_log_likelihood, find_in_labels);
SYLVITE_MISTAKES_IN_LOSS(multiclass_hinge, find_in_labels, , multiclass_hinge_options = {});

SYLVITE_MISTAKES_IN_LOSS(cross_entropy, find_in_labels, , cross_entropy_options = {});

#undef SYLVITE_MISTAKES_IN_LOSS

template <class S, dtype T, class R, dtype U, class C, dtype V,
          detail::is_mistake Mistake = typename decltype(detail::find_in_class_weights<S, T, R, U, C, V>())::type>
Mistake cross_entropy(const expr<S, T> &, const expr<R, U> &, const expr<C, V> &, cross_entropy_options = {},
                      location = {}) = delete;
template <class C, dtype V, class R, dtype U,
          detail::is_mistake Mistake = typename decltype(detail::find_in_label_weights<C, V, U>())::type>
Mistake label_weights(const expr<C, V> &, const expr<R, U> &, int = -100, location = {}) = delete;

template <class S, dtype T, class R, dtype U,
          detail::is_mistake Mistake = typename decltype(detail::find_in_weights<S, T, R>())::type>
Mistake weighted_mean(const expr<S, T> &, const expr<R, U> &, location = {}) = delete;

}  // namespace sylvite
