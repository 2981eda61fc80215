// The fully connected layer.
#pragma once

#include <sylvite/dsl/layers/name.hpp>
#include <sylvite/dsl/network.hpp>

namespace sylvite {

struct dense_options {
    initialiser weight = fan_in_uniform;
    initialiser bias = fan_in_uniform;  // fans are the weight's
    bool use_bias = true;
};

namespace detail {
template <class X, std::int64_t Out>
struct dense_shape {
    static constexpr sylvite::shape value = [] {
        sylvite::shape s = shape_of<X>;
        s[s.rank - 1] = {Out, 0};
        return s;
    }();
};
}  // namespace detail

/// x W^T + b over the last axis of x. Declares "NAME.weight" [Out, in] and "NAME.bias" [Out], as PyTorch's Linear.
template <std::int64_t Out, typed_expr X>
constexpr auto dense(std::string_view name, const X &x, dense_options options = {}, location where = location::here()) {
    const graph::at here(x.owner(), where);
    static_assert(detail::shape_of<X>.rank >= 1, "sylvite: dense needs at least one axis");
    constexpr int rank = detail::shape_of<X>.rank;
    constexpr extent in = detail::shape_of<X>.extents[rank - 1];
    static_assert(!in.is_dynamic(), "sylvite: the last axis of dense's operand has a fixed extent");
    static_assert(is_floating(detail::type_of<X>), "sylvite: dense needs an operand of f32 or f64");
    graph::builder &b = x.owner();
    const network net(b);
    const initialiser weight_start = detail::resolve(options.weight, in.value, Out);
    const auto weight = net.parameter<detail::type_of<X>, Out, in.value>(detail::joined(name, ".weight"), weight_start);
    graph::einsum_labels labels;
    labels.a_rank = labels.out_rank = rank;
    labels.b_rank = 2;
    for (int i = 0; i < rank; ++i) labels.a[i] = labels.out[i] = i;
    labels.b[0] = labels.out[rank - 1] = rank;
    labels.b[1] = rank - 1;
    using result = detail::result_expr<detail::dense_shape<X, Out>, detail::type_of<X>>;
    result y(b, graph::contract(b, x.id(), weight.id(), labels));
    if (options.use_bias) {
        const initialiser bias_start = detail::resolve(options.bias, in.value, Out);
        y = y + net.parameter<detail::type_of<X>, Out>(detail::joined(name, ".bias"), bias_start);
    }
    return y;
}

}  // namespace sylvite
