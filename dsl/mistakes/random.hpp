// Calls of what depends on chance or on the mode that cannot be right. Layers look themselves.
#pragma once

#include <sylvite/dsl/layers/random.hpp>

namespace sylvite {

template <class S, dtype T, class R, dtype U,
          detail::is_mistake Mistake = typename decltype(detail::find_in_modes<S, T, R, U>())::type>
Mistake by_mode(const expr<S, T> &, const expr<R, U> &, location = {}) = delete;

template <dtype Type, auto... Dims,
          detail::is_mistake Mistake = typename decltype(detail::find_in_random<Type, Dims...>())::type>
Mistake uniform(const network &, std::string_view, double = 0, double = 1, location = {}) = delete;
template <dtype Type, auto... Dims,
          detail::is_mistake Mistake = typename decltype(detail::find_in_random<Type, Dims...>())::type>
Mistake normal(const network &, std::string_view, double = 0, double = 1, location = {}) = delete;
template <auto... Dims, detail::is_mistake Mistake = typename decltype(detail::find_in_leaf<false, Dims...>())::type>
Mistake bernoulli(const network &, std::string_view, double, location = {}) = delete;

template <class S, dtype T, detail::is_mistake Mistake = typename decltype(detail::find_in_random<T>())::type>
Mistake uniform_like(std::string_view, const expr<S, T> &, double = 0, double = 1, location = {}) = delete;
template <class S, dtype T, detail::is_mistake Mistake = typename decltype(detail::find_in_random<T>())::type>
Mistake normal_like(std::string_view, const expr<S, T> &, double = 0, double = 1, location = {}) = delete;

}  // namespace sylvite
