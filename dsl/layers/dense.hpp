// The fully connected layer.
#pragma once

#include <sylvite/dsl/layers/parameter.hpp>

namespace sylvite {

namespace layer {

/// x W^T + b over the last axis of x. Declares "NAME.weight" [Out, in] and "NAME.bias" [Out], as PyTorch's Linear.
template <std::int64_t Out>
struct dense {
    initialiser weight = fan_in_uniform;
    initialiser bias = fan_in_uniform;  // fans are the weight's
    bool use_bias = true;

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        const graph::at here(x.owner(), where);
        detail::require_rows<X>();
        constexpr dtype type = detail::type_of<X>;
        const shape dims = detail::fixed_shape({Out, detail::last_extent<X>});
        any_expr y = detail::projected(x, detail::layer_parameter(x.owner(), name, "weight", type, dims, weight));
        if (use_bias) {
            const initialiser start = detail::resolve(bias, detail::last_extent<X>, Out);
            y = y + detail::layer_parameter(x.owner(), name, "bias", type, detail::fixed_shape({Out}), start);
        }
        return detail::result_expr<detail::with_last_extent<X, Out>, type>(y);
    }
};

}  // namespace layer

/// The layer `options` describes, applied to x: dense<128>("hidden", x), dense<10>("out", x, {.use_bias = false}).
template <std::int64_t Out, typed_expr X>
constexpr auto dense(std::string_view name, const X &x, layer::dense<Out> options = {},
                     location where = location::here()) {
    return options(name, x, where);
}

}  // namespace sylvite
