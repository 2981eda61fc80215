// Batch normalisation: S. Ioffe, C. Szegedy 2015, algorithm 1. In training an element is normalised by mean and
// variance of its channel in the batch, which are averaged over the steps; elsewhere by these averages.
#pragma once

#include <sylvite/dsl/functions/group_normalisation.hpp>
#include <sylvite/dsl/layers/object.hpp>
#include <sylvite/dsl/layers/running_statistics.hpp>

namespace sylvite {

namespace layer {

/// x [batch, channels, ...]. Declares "NAME.weight" and "NAME.bias" [channels], states "NAME.running_mean" and
/// "NAME.running_var" [channels], as PyTorch's BatchNorm1d, BatchNorm2d, BatchNorm3d. The running variance is that of
/// the population, with n - 1 in place of n: an entry that trains needs two elements a channel.
struct batch_norm {
    double epsilon = 1e-5;
    double momentum = 0.1;  // running = (1 - momentum) running + momentum batch
    bool affine = true;     // there are weight and bias
    bool freeze = false;    // training uses the running statistics too, and does not change them

    static constexpr bool takes_floats = true;
    static constexpr detail::image_result rule(const auto &x) { return detail::of_channels_rule(x, 0); }

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        const graph::at here(x.owner(), where);
        return detail::typed_image<batch_norm>(x, [&] { return apply(name, detail::untyped(x)); });
    }
    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return detail::find_in_image<batch_norm, S, T>();
    }

  private:
    [[nodiscard]] constexpr any_expr apply(std::string_view name, any_expr x) const {
        const detail::running_statistics running(name, x);
        const detail::channel_scale scale = affine ? detail::channel_scale(name, x) : detail::channel_scale();
        const any_expr evaluated = running.folded(x, epsilon, scale);
        if (freeze) {
            const any_expr trained = scale.apply(running.normalised(x, epsilon));
            return {x.owner(), graph::by_mode(x.owner(), trained.id(), evaluated.id())};
        }
        const unsigned axes = graph::all_axes(x.dims()) & ~2u;
        const detail::batch_statistics now{detail::mean_over(x, axes), detail::variance(x, axes, 0), axes};
        const any_expr trained = scale.apply(detail::standardised(x, now.mean, now.variance, axes, epsilon));
        return running.followed(now, momentum, x, trained, evaluated);
    }
};

}  // namespace layer

/// batch_norm("norm", x), batch_norm("norm", x, {.momentum = 0.01}); a layer of a sequence.
inline constexpr detail::layer_object<layer::batch_norm> batch_norm{};

}  // namespace sylvite
