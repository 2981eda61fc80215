// Residual branches that are left out by chance, and noise, in training.
#pragma once

#include <sylvite/dsl/layers/dropout.hpp>

namespace sylvite {

/// What stochastic_depth draws for: each row of the batch, or all of it at once.
enum class depth_mode : std::uint8_t { row, batch };

namespace layer {

/// A residual branch [batch, ...] is left out, row by row: x + stochastic_depth("drop", branch(x), {.p = 0.1}). G.
/// Huang et al. 2016; torchvision's StochasticDepth.
struct stochastic_depth {
    double p = 0.5;  // the probability that it is left out
    depth_mode mode = depth_mode::row;

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        return detail::spoilt<1>("stochastic_depth: p", name, x, p, mode == depth_mode::row ? 1 : 0, where,
                                 detail::dropped);
    }
    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return detail::find_in_dropout<1, S, T>();
    }
};

/// x + deviation × a normal number for each element, in training.
struct gaussian_noise {
    double deviation = 0.1;

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        const graph::at here(x.owner(), where);
        detail::require_dropout<0, X>();
        if (!(deviation >= 0)) fault::number_below_0("gaussian_noise: deviation", deviation);
        if (deviation == 0) return x;
        graph::builder &b = x.owner();
        const graph::node_id noise =
            graph::standard_normal(b, x.type(), detail::shape_of<X>, graph::random_source(b, name));
        const graph::node_id scaled = graph::with_literal(b, graph::op::multiply, noise, deviation);
        const graph::node_id spoilt = graph::binary(b, graph::op::add, x.id(), scaled);
        return X(any_expr(b, graph::by_mode(b, spoilt, x.id())));
    }
    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return detail::find_in_dropout<0, S, T>();
    }
};

}  // namespace layer

/// x + stochastic_depth("drop", branch, {.p = 0.1}), gaussian_noise("noise", x, {.deviation = 0.05}); layers of a
/// sequence.
inline constexpr detail::layer_object<layer::stochastic_depth> stochastic_depth{};
inline constexpr detail::layer_object<layer::gaussian_noise> gaussian_noise{};

}  // namespace sylvite
