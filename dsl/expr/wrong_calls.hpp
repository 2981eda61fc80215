// Calls of a network's functions that are never right, each with a sentence that says what to write. Both compilers'
// first line is the caller's.
#pragma once

#include <sylvite/dsl/expr/expr.hpp>
#include <sylvite/dsl/expr/name_here.hpp>

namespace sylvite::detail {

template <class Shape>
constexpr auto find_in_parameter() {
    if constexpr (shape_value<Shape>.is_dynamic())
        return found<extents_of_a_parameter_are_fixed<Shape>>{};
    else
        return nothing_found;
}
/// In net.input, and with `Fixed` in net.parameter and net.state.
template <bool Fixed, auto... Dims>
constexpr auto find_in_leaf() {
    if constexpr (!legal_extents<Dims...>)
        return find_in_extents<Dims...>();
    else if constexpr (Fixed)
        return find_in_parameter<shape_type<Dims...>>();
    else
        return nothing_found;
}
template <bool Fixed, auto... Dims>
concept legal_leaf = std::same_as<typename decltype(find_in_leaf<Fixed, Dims...>())::type, no_mistake>;

template <auto Value>
concept is_dtype = std::same_as<std::remove_const_t<decltype(Value)>, dtype>;

/// What a wrong call gives: with nothing at all, Clang would complain about that first.
struct nothing {};

/// Base of network, which has the right ones.
class wrong_calls {
  public:
#define SYLVITE_WRONG_CALLS(kind, fixed)                                                                               \
    template <dtype Type, auto... Dims, class... More,                                                                 \
              is_mistake Mistake = typename decltype(find_in_leaf<fixed, Dims...>())::type>                            \
    Mistake kind(std::string_view, const More &...) const = delete;                                                    \
    template <class... Arguments>                                                                                      \
    SYLVITE_REFUSE("the element type and the extents stand between angle brackets: net." #kind "<f32, 32, 64>(\"x\")") \
    constexpr nothing kind(const Arguments &...) const {                                                               \
        return {};                                                                                                     \
    }                                                                                                                  \
    template <dtype, auto...>                                                                                          \
    SYLVITE_REFUSE("the name is missing: net." #kind "<f32, 32, 64>(\"x\")")                                           \
    constexpr nothing kind() const {                                                                                   \
        return {};                                                                                                     \
    }                                                                                                                  \
    template <dtype, auto..., class First, class... More>                                                              \
    requires(!text_like<First> || (std::is_arithmetic_v<More> || ...))                                                 \
        SYLVITE_REFUSE("extents stand between the angle brackets, and numbers nowhere else: net." #kind                \
                       "<f32, 32, 64>(\"x\"); a start is an initialiser, constant(0.5)")                               \
    constexpr nothing kind(const First &, const More &...) const { return {}; }                                        \
    template <class, auto..., class... Arguments>                                                                      \
    SYLVITE_REFUSE("the element type is f32, f64, i32 or boolean: net." #kind "<f32, 32, 64>(\"x\")")                  \
    constexpr nothing kind(const Arguments &...) const {                                                               \
        return {};                                                                                                     \
    }                                                                                                                  \
    template <auto First, auto..., class... Arguments>                                                                 \
    requires(!is_dtype<First>) SYLVITE_REFUSE("the element type comes first: net." #kind "<f32, 32, 64>(\"x\")")       \
    constexpr nothing kind(const Arguments &...) const { return {}; }

    SYLVITE_WRONG_CALLS(input, false)
    SYLVITE_WRONG_CALLS(parameter, true)
    SYLVITE_WRONG_CALLS(state, true)
#undef SYLVITE_WRONG_CALLS

    template <class... Arguments>
    requires(sizeof...(Arguments) != 1 || !(text_like<Arguments> && ...))
        SYLVITE_REFUSE("a scalar has a name alone, net.scalar(\"rate\"); numbers are written as they are")
    constexpr nothing scalar(const Arguments &...) const { return {}; }
};

}  // namespace sylvite::detail
