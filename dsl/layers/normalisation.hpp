// Layer and RMS normalisation with trained scales. The functions without parameters: dsl/functions/normalisation.hpp.
#pragma once

#include <sylvite/dsl/functions/normalisation.hpp>
#include <sylvite/dsl/layers/object.hpp>

namespace sylvite {

namespace detail {

/// Normalised axes have known extents: those of the parameters.
template <int Count, typed_expr X>
constexpr auto require_fixed_last_axes() {
    require_last_axes<Count, X>();
    constexpr bool fixed = [] {
        for (int i = shape_of<X>.rank - Count; i < shape_of<X>.rank; ++i)
            if (shape_of<X>.extents[i].is_dynamic()) return false;
        return true;
    }();
    SYLVITE_REQUIRE(fixed, last_axis_is_missing_or_dynamic<operand_of<shape_t<X>>>);
}
constexpr sylvite::shape last_extents(const sylvite::shape &from, int count) {
    sylvite::shape s;
    for (int i = from.rank - count; i < from.rank; ++i) s.push_back(from[i]);
    return s;
}

/// What is wrong with an operand, which has to be of floating-point numbers with `Count` last axes, whose extents are
/// known where `Fixed`.
template <int Count, class S, dtype T, bool Fixed = false>
constexpr auto find_in_last_axes() {
    if constexpr (!is_floating(T))
        return found<dtype_not_supported<element<T>>>{};
    else if constexpr (Count < 1 || Count > shape_value<S>.rank)
        return found<axis_out_of_range<S, -Count>>{};
    else if constexpr (Fixed && last_extents(shape_value<S>, Count).is_dynamic())
        return found<last_axis_is_missing_or_dynamic<S>>{};
    else
        return nothing_found;
}
template <int Count, class X>
struct mistake_in_norm : found<no_mistake> {};
template <int Count, class S, dtype T>
struct mistake_in_norm<Count, expr<S, T>> : decltype(find_in_last_axes<Count, S, T, true>()) {};

}  // namespace detail

namespace layer {

/// layer_normalise over the last Count axes, times "NAME.weight", plus "NAME.bias", both of the extents of these axes.
/// PyTorch's LayerNorm.
template <int Count = 1>
struct layer_norm {
    double epsilon = 1e-5;
    bool bias = true;
    bool use_bias = true;  // the same in another word

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        const graph::at here(x.owner(), where);
        detail::require_fixed_last_axes<Count, X>();
        const shape dims = detail::last_extents(detail::shape_of<X>, Count);
        const auto parameter = [&](std::string_view suffix, double start) {
            return detail::layer_parameter(x.owner(), name, suffix, detail::type_of<X>, dims, constant(start));
        };
        any_expr y = detail::layer_normalise(x, Count, epsilon) * parameter("weight", 1);
        if (bias && use_bias) y = y + parameter("bias", 0);
        return X(y);
    }

    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return detail::find_in_last_axes<Count, S, T, true>();
    }
};

/// rms_normalise over the last Count axes, times "NAME.weight" of the extents of these axes. PyTorch's RMSNorm.
template <int Count = 1>
struct rms_norm {
    double epsilon = machine_epsilon;

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        const graph::at here(x.owner(), where);
        detail::require_fixed_last_axes<Count, X>();
        const any_expr weight = detail::layer_parameter(x.owner(), name, "weight", detail::type_of<X>,
                                                        detail::last_extents(detail::shape_of<X>, Count), constant(1));
        return X(detail::rms_normalise(x, Count, epsilon) * weight);
    }

    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return detail::find_in_last_axes<Count, S, T, true>();
    }
};

}  // namespace layer

template <int Count = 1, typed_expr X>
requires std::same_as<typename detail::mistake_in_norm<Count, X>::type, detail::no_mistake>
constexpr auto layer_norm(std::string_view name, const X &x, layer::layer_norm<Count> options = {},
                          location where = location::here()) {
    return options(name, x, where);
}

template <int Count = 1, typed_expr X>
requires std::same_as<typename detail::mistake_in_norm<Count, X>::type, detail::no_mistake>
constexpr auto rms_norm(std::string_view name, const X &x, layer::rms_norm<Count> options = {},
                        location where = location::here()) {
    return options(name, x, where);
}

// `layer_norm<>` as a layer of a sequence.
template <int Count = 1>
constexpr layer::layer_norm<Count> layer_norm(detail::as_layer) {
    return {};
}
template <int Count = 1>
constexpr layer::rms_norm<Count> rms_norm(detail::as_layer) {
    return {};
}

}  // namespace sylvite
