// Calls of layers and normalisations that cannot be right. Layers that are objects look themselves.
#pragma once

#include <sylvite/dsl/functions/group_normalisation.hpp>
#include <sylvite/dsl/layers/attention.hpp>
#include <sylvite/dsl/layers/normalisation.hpp>
#include <sylvite/dsl/layers/sequential.hpp>
#include <sylvite/dsl/mistakes/mistake.hpp>

namespace sylvite {

namespace detail {

template <std::int64_t Heads, class S, dtype T, class R, dtype U>
constexpr auto find_in_cross_attention() {
    if constexpr (T != U)
        return found<dtypes_do_not_match<element<T>, element<U>>>{};
    else if constexpr (is_mistake<typename decltype(find_in_attention<Heads, S, T>())::type>)
        return find_in_attention<Heads, S, T>();
    else if constexpr (is_mistake<typename decltype(find_in_attention<Heads, R, U>())::type>)
        return find_in_attention<Heads, R, U>();
    else if constexpr (shape_value<S>.extents[0] != shape_value<R>.extents[0] ||
                       shape_value<S>.extents[2] != shape_value<R>.extents[2])
        return found<shapes_do_not_match<S, R>>{};
    else
        return nothing_found;
}

template <std::int64_t Heads, std::int64_t Places, class S, dtype T>
constexpr auto find_in_cached_attention() {
    if constexpr (is_mistake<typename decltype(find_in_attention<Heads, S, T>())::type>)
        return find_in_attention<Heads, S, T>();
    else if constexpr (!fits_cache<shape_value<S>, Places>)
        return found<cached_attention_does_not_fit<S, Heads, Places>>{};
    else
        return nothing_found;
}

/// A layer in a sequence: what its find_mistake() says, as far as it has one.
template <class Layer, class X>
constexpr auto find_in_layer() {
    if constexpr (std::is_function_v<Layer>)
        return find_in_layer<std::invoke_result_t<Layer &, as_layer>, X>();
    else if constexpr (requires { Layer::template find_mistake<shape_t<X>, type_of<X>>(); })
        return Layer::template find_mistake<shape_t<X>, type_of<X>>();
    else
        return nothing_found;
}
template <class Layer>
inline constexpr bool is_hana_tuple = false;
template <class... Layers>
inline constexpr bool is_hana_tuple<boost::hana::tuple<Layers...>> = true;

template <class Layer>
struct unnamed {
    using type = Layer;
};
template <class Layer>
struct unnamed<layer::named<Layer>> {
    using type = Layer;
};

/// The first mistake of layers that are applied in turn, as far as they look for any.
template <class X>
constexpr auto find_in_sequence() {
    return nothing_found;
}
template <class X, class Layer, class... More>
constexpr auto find_in_sequence() {
    if constexpr (!typed_expr<X> || is_hana_tuple<Layer>)
        return nothing_found;
    else if constexpr (is_mistake<typename decltype(find_in_layer<typename unnamed<Layer>::type, X>())::type>)
        return find_in_layer<typename unnamed<Layer>::type, X>();
    else
        return find_in_sequence<decltype(apply_layer(std::declval<const typename unnamed<Layer>::type &>(),
                                                     std::string_view(), std::declval<const X &>())),
                                More...>();
}

}  // namespace detail

template <int Count = 1, class S, dtype T,
          detail::is_mistake Mistake = typename decltype(detail::find_in_last_axes<Count, S, T>())::type>
Mistake layer_normalise(const expr<S, T> &, double = 1e-5, location = {}) = delete;
template <int Count = 1, class S, dtype T,
          detail::is_mistake Mistake = typename decltype(detail::find_in_last_axes<Count, S, T>())::type>
Mistake rms_normalise(const expr<S, T> &, double = machine_epsilon, location = {}) = delete;

template <std::int64_t Groups, class S, dtype T,
          detail::is_mistake Mistake =
              typename decltype(detail::find_in_image<detail::group_normalise_function<Groups>, S, T>())::type>
Mistake group_normalise(const expr<S, T> &, double = 1e-5, location = {}) = delete;
template <class S, dtype T,
          detail::is_mistake Mistake =
              typename decltype(detail::find_in_image<detail::instance_normalise_function, S, T>())::type>
Mistake instance_normalise(const expr<S, T> &, double = 1e-5, location = {}) = delete;

// With operands as plain types: GCC 12 fails on `layer_norm<>` where these have a parameter of type dtype.
template <int Count = 1, typed_expr X, detail::is_mistake Mistake = typename detail::mistake_in_norm<Count, X>::type>
Mistake layer_norm(std::string_view, const X &, layer::layer_norm<Count> = {}, location = {}) = delete;
template <int Count = 1, typed_expr X, detail::is_mistake Mistake = typename detail::mistake_in_norm<Count, X>::type>
Mistake rms_norm(std::string_view, const X &, layer::rms_norm<Count> = {}, location = {}) = delete;

template <std::int64_t Heads, class S, dtype T, class R, dtype U,
          detail::is_mistake Mistake = typename decltype(detail::find_in_cross_attention<Heads, S, T, R, U>())::type>
Mistake cross_attention(std::string_view, const expr<S, T> &, const expr<R, U> &, layer::attention_options = {},
                        location = {}) = delete;

template <std::int64_t Heads, class S, dtype T, std::int64_t Places,
          detail::is_mistake Mistake = typename decltype(detail::find_in_cached_attention<Heads, Places, S, T>())::type>
Mistake cached_attention(std::string_view, const expr<S, T> &, attention_cache<Places> &, layer::attention_options = {},
                         location = {}) = delete;

template <class S, dtype T, class... Layers,
          detail::is_mistake Mistake = typename decltype(detail::find_in_sequence<expr<S, T>, Layers...>())::type>
Mistake sequential(detail::name_here, const expr<S, T> &, const Layers &...) = delete;
template <class S, dtype T, class Layer,
          detail::is_mistake Mistake = typename decltype(detail::find_in_sequence<expr<S, T>, Layer>())::type>
Mistake residual(std::string_view, const expr<S, T> &, const Layer &, location = {}) = delete;

namespace detail {
/// Takes the names of functions, which have no type that a template could deduce; and anything else.
struct function_name {
    template <class Layer>
    constexpr function_name(const Layer &) {}                                             // NOLINT
    constexpr function_name(any_expr (*)(const any_expr &, location)) {}                  // NOLINT: relu
    constexpr function_name(any_expr (*)(const any_expr &, double, location)) {}          // NOLINT: elu
    constexpr function_name(any_expr (*)(const any_expr &, double, double, location)) {}  // NOLINT: hard_tanh
    constexpr function_name(layer::layer_norm<> (*)(as_layer)) {}                         // NOLINT
    constexpr function_name(layer::rms_norm<> (*)(as_layer)) {}                           // NOLINT
};
}  // namespace detail

#define SYLVITE_FUNCTIONS_IN_PLACE_OF_LAYERS(function, ...)                                                            \
    template <typed_expr X>                                                                                            \
    SYLVITE_REFUSE("a layer of a sequence is an object: write layer::relu for relu, layer::layer_norm<>{} for "        \
                   "layer_norm")                                                                                       \
    constexpr X                                                                                                        \
    function(detail::name_here, const X &x, __VA_ARGS__) {                                                             \
        return x;                                                                                                      \
    }
#define SYLVITE_NAME detail::function_name
SYLVITE_FUNCTIONS_IN_PLACE_OF_LAYERS(residual, SYLVITE_NAME)
SYLVITE_FUNCTIONS_IN_PLACE_OF_LAYERS(sequential, SYLVITE_NAME)
SYLVITE_FUNCTIONS_IN_PLACE_OF_LAYERS(sequential, SYLVITE_NAME, SYLVITE_NAME)
SYLVITE_FUNCTIONS_IN_PLACE_OF_LAYERS(sequential, SYLVITE_NAME, SYLVITE_NAME, SYLVITE_NAME)
SYLVITE_FUNCTIONS_IN_PLACE_OF_LAYERS(sequential, SYLVITE_NAME, SYLVITE_NAME, SYLVITE_NAME, SYLVITE_NAME)
SYLVITE_FUNCTIONS_IN_PLACE_OF_LAYERS(sequential, SYLVITE_NAME, SYLVITE_NAME, SYLVITE_NAME, SYLVITE_NAME, SYLVITE_NAME)
SYLVITE_FUNCTIONS_IN_PLACE_OF_LAYERS(sequential, SYLVITE_NAME, SYLVITE_NAME, SYLVITE_NAME, SYLVITE_NAME, SYLVITE_NAME,
                                     SYLVITE_NAME)
SYLVITE_FUNCTIONS_IN_PLACE_OF_LAYERS(sequential, SYLVITE_NAME, SYLVITE_NAME, SYLVITE_NAME, SYLVITE_NAME, SYLVITE_NAME,
                                     SYLVITE_NAME, SYLVITE_NAME)
SYLVITE_FUNCTIONS_IN_PLACE_OF_LAYERS(sequential, SYLVITE_NAME, SYLVITE_NAME, SYLVITE_NAME, SYLVITE_NAME, SYLVITE_NAME,
                                     SYLVITE_NAME, SYLVITE_NAME, SYLVITE_NAME)
#undef SYLVITE_NAME
#undef SYLVITE_FUNCTIONS_IN_PLACE_OF_LAYERS

#define SYLVITE_LAYER_WITHOUT_NAME(function)                                                                           \
    template <auto... Options, class First, class... More>                                                             \
    requires(!detail::takes_name_and_operand<First, More...>)                                                          \
        SYLVITE_REFUSE("a layer has a name, then its operand: " #function "(\"name\", x)")                             \
    constexpr detail::nothing function(const First &, const More &...) { return {}; }
SYLVITE_LAYER_WITHOUT_NAME(layer_norm)
SYLVITE_LAYER_WITHOUT_NAME(rms_norm)
SYLVITE_LAYER_WITHOUT_NAME(cross_attention)
SYLVITE_LAYER_WITHOUT_NAME(cached_attention)
SYLVITE_LAYER_WITHOUT_NAME(sequential)
SYLVITE_LAYER_WITHOUT_NAME(residual)
#undef SYLVITE_LAYER_WITHOUT_NAME

}  // namespace sylvite
