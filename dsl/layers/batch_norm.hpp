// Batch normalisation: S. Ioffe, C. Szegedy 2015, algorithm 1. In training an element is normalised by mean and
// variance of its channel in the batch, which are averaged over the steps; elsewhere by these averages.
#pragma once

#include <sylvite/dsl/functions/statistics.hpp>
#include <sylvite/dsl/layers/object.hpp>
#include <sylvite/dsl/ops/mode.hpp>

namespace sylvite {

namespace detail {

/// All axes but the second one.
constexpr unsigned axes_beside_channels(const sylvite::shape &dims) { return ((1u << dims.rank) - 1u) & ~2u; }

/// (x - mean) r over the axes of the mask, r = 1 / sqrt(variance + epsilon). The gradient is the closed form, which
/// needs two sums that do not wait for each other: r (dy - mean(dy) - y mean(dy y)).
constexpr any_expr standardised(any_expr x, any_expr mean, any_expr variance, unsigned axes, double epsilon) {
    graph::builder &b = x.owner();
    const any_expr root = along(rsqrt(variance + epsilon), x, axes);
    const any_expr y = (x - along(mean, x, axes)) * root;
    const any_expr dy(b, graph::adjoint_of(b, y.id()));
    const any_expr part =
        root * (dy - along(mean_over(dy, axes), x, axes) - y * along(mean_over(dy * y, axes), x, axes));
    return {b, graph::custom_gradient(b, y.id(), x.id(), part.id(), dy.id(), false)};
}

/// [channels] beside each element.
constexpr any_expr of_channels(any_expr each, any_expr x) {
    const std::int64_t axis = 1;
    return {x.owner(), graph::broadcast(x.owner(), each.id(), x.dims(), {&axis, 1})};
}

template <class S, dtype T>
constexpr auto find_in_batch_norm() {
    if constexpr (!is_floating(T))
        return found<dtype_not_supported<element<T>>>{};
    else if constexpr (shape_value<S>.rank < 2)
        return found<fewer_axes_than<S, 2>>{};
    else if constexpr (shape_value<S>.extents[1].is_dynamic())
        return found<last_axis_is_missing_or_dynamic<S>>{};
    else
        return nothing_found;
}

}  // namespace detail

namespace layer {

/// x [batch, channels, ...]. Declares "NAME.weight" and "NAME.bias" [channels], states "NAME.running_mean" and
/// "NAME.running_var" [channels], as PyTorch's BatchNorm1d, BatchNorm2d, BatchNorm3d. The running variance is that of
/// the population, with n - 1 in place of n.
struct batch_norm {
    double epsilon = 1e-5;
    double momentum = 0.1;  // running = (1 - momentum) running + momentum batch
    bool affine = true;     // there are weight and bias
    bool freeze = false;    // training uses the running statistics too, and does not change them

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        const graph::at here(x.owner(), where);
        using mistake = typename decltype(find_mistake<detail::shape_t<X>, detail::type_of<X>>())::type;
        SYLVITE_REQUIRE(!detail::is_mistake<mistake>, mistake);
        return X(apply(name, x));
    }
    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return detail::find_in_batch_norm<S, T>();
    }

  private:
    [[nodiscard]] constexpr any_expr apply(std::string_view name, any_expr x) const {
        graph::builder &b = x.owner();
        const shape channels = detail::fixed_shape({x.dims()[1].value});
        const auto declared = [&](graph::op kind, std::string_view suffix, double start) {
            return detail::layer_variable(b, kind, name, suffix, x.type(), channels, constant(start));
        };
        any_expr y = standardised(declared(graph::op::state, "running_mean", 0),
                                  declared(graph::op::state, "running_var", 1), x);
        if (affine)
            y = y * detail::of_channels(declared(graph::op::parameter, "weight", 1), x) +
                detail::of_channels(declared(graph::op::parameter, "bias", 0), x);
        return y;
    }
    [[nodiscard]] constexpr any_expr standardised(any_expr running_mean, any_expr running_variance, any_expr x) const {
        graph::builder &b = x.owner();
        const any_expr evaluated =
            (x - detail::of_channels(running_mean, x)) * detail::of_channels(rsqrt(running_variance + epsilon), x);
        if (freeze) return evaluated;
        const unsigned axes = detail::axes_beside_channels(x.dims());
        const any_expr mean = detail::mean_over(x, axes), variance = detail::variance(x, axes, 0);
        const any_expr count = detail::count_over(x, axes);
        const std::uint32_t first = b.effect_count();
        const auto average = [&](any_expr running, any_expr batch) {
            graph::assign(b, running.id(), (running * (1 - momentum) + batch * momentum).id());
        };
        average(running_mean, mean);
        average(running_variance, variance * (count / (count - 1)));
        const any_expr trained = detail::standardised(x, mean, variance, axes, epsilon);
        return {b, graph::by_mode(b, trained.id(), evaluated.id(), graph::absent_side::none, first,
                                  b.effect_count() - first)};
    }
};

}  // namespace layer

/// batch_norm("norm", x), batch_norm("norm", x, {.momentum = 0.01}); a layer of a sequence.
inline constexpr detail::layer_object<layer::batch_norm> batch_norm{};

}  // namespace sylvite
