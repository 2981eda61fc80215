// The fully connected layer.
#pragma once

#include <sylvite/dsl/layers/object.hpp>

namespace sylvite {

namespace layer {

/// How a bias starts, or false: there is none.
struct bias_start {
    initialiser start = fan_in_uniform;
    bool is_used = true;

    constexpr bias_start(initialiser from) : start(from) {}              // NOLINT(google-explicit-constructor)
    constexpr bias_start(std::same_as<bool> auto use) : is_used(use) {}  // NOLINT(google-explicit-constructor)
    template <literal_number N>
    requires(!std::same_as<N, bool>)
        SYLVITE_REFUSE("a bias is false, where there is none, or starts with an initialiser: constant(0.5), zeros")
    constexpr bias_start(N) {}  // NOLINT(google-explicit-constructor)
};

/// x W^T + b over the last axis of x. Declares "NAME.weight" [Out, in] and "NAME.bias" [Out], as PyTorch's Linear.
template <std::int64_t Out>
struct dense {
    initialiser weight = fan_in_uniform;
    bias_start bias = fan_in_uniform;  // fans are the weight's; false: none
    bool use_bias = true;              // the same in another word

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        const graph::at here(x.owner(), where);
        detail::require_rows<X>();
        constexpr dtype type = detail::type_of<X>;
        const shape dims = detail::fixed_shape({Out, detail::last_extent<X>});
        any_expr y = detail::projected(x, detail::layer_parameter(x.owner(), name, "weight", type, dims, weight));
        if (use_bias && bias.is_used) {
            const initialiser start = detail::resolve(bias.start, detail::last_extent<X>, Out);
            y = y + detail::layer_parameter(x.owner(), name, "bias", type, detail::fixed_shape({Out}), start);
        }
        return detail::result_expr<detail::with_last_extent<X, Out>, type>(y);
    }

    template <class S, dtype T>
    static constexpr auto find_mistake() {
        if constexpr (!detail::legal_extents<Out>)
            return detail::find_in_extents<Out>();
        else
            return detail::find_in_rows<S, T>();
    }
};

}  // namespace layer

/// The layer that `options` describes, applied to x: dense<128>("hidden", x), dense<10>("out", x, {.bias = false}).
/// Without operands a layer of a sequence.
template <std::int64_t Out>
inline constexpr detail::layer_object<layer::dense<Out>> dense{};

}  // namespace sylvite
