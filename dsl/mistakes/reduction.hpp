// Calls of reductions that cannot be right.
#pragma once

#include <sylvite/dsl/functions/statistics.hpp>
#include <sylvite/dsl/mistakes/mistake.hpp>

namespace sylvite {

namespace detail {

template <bool Accepted, class S, dtype T, std::int64_t... Axes>
constexpr auto find_in_reduction() {
    if constexpr (!Accepted)
        return found<dtype_not_supported<element<T>>>{};
    else if constexpr (!axes_legal<Axes...>(shape_value<S>))
        return found<axis_out_of_range<S, static_cast<int>(Axes)...>>{};
    else
        return nothing_found;
}
template <bool Accepted, class S, dtype T, std::int64_t... Axes>
using mistake_in_reduction = typename decltype(find_in_reduction<Accepted, S, T, Axes...>())::type;

}  // namespace detail

#define SYLVITE_MISTAKES_IN_REDUCTION(function, accepted)                                                              \
    template <std::int64_t... Axes, class S, dtype T,                                                                  \
              detail::is_mistake Mistake = detail::mistake_in_reduction<(accepted), S, T, Axes...>>                    \
    Mistake function(const expr<S, T> &, location = {}) = delete

SYLVITE_MISTAKES_IN_REDUCTION(sum, T != boolean);
SYLVITE_MISTAKES_IN_REDUCTION(product, T != boolean);
SYLVITE_MISTAKES_IN_REDUCTION(mean, is_floating(T));
SYLVITE_MISTAKES_IN_REDUCTION(reduce_max, T != boolean);
SYLVITE_MISTAKES_IN_REDUCTION(reduce_min, T != boolean);
SYLVITE_MISTAKES_IN_REDUCTION(argmax, T != boolean);
SYLVITE_MISTAKES_IN_REDUCTION(argmin, T != boolean);
SYLVITE_MISTAKES_IN_REDUCTION(any, T == boolean);
SYLVITE_MISTAKES_IN_REDUCTION(all, T == boolean);

SYLVITE_MISTAKES_IN_REDUCTION(logsumexp, is_floating(T));
SYLVITE_MISTAKES_IN_REDUCTION(norm, is_floating(T));
SYLVITE_MISTAKES_IN_REDUCTION(l1_norm, is_floating(T));
SYLVITE_MISTAKES_IN_REDUCTION(infinity_norm, is_floating(T));

#undef SYLVITE_MISTAKES_IN_REDUCTION

template <std::int64_t... Axes, class S, dtype T,
          detail::is_mistake Mistake = detail::mistake_in_reduction<is_floating(T), S, T, Axes...>>
Mistake variance(const expr<S, T> &, int = 1, location = {}) = delete;
template <std::int64_t Axis = -1, class S, dtype T,
          detail::is_mistake Mistake = detail::mistake_in_reduction<is_floating(T), S, T, Axis>>
Mistake softmax(const expr<S, T> &, location = {}) = delete;
template <std::int64_t Axis = -1, class S, dtype T,
          detail::is_mistake Mistake = detail::mistake_in_reduction<is_floating(T), S, T, Axis>>
Mistake log_softmax(const expr<S, T> &, location = {}) = delete;

}  // namespace sylvite
