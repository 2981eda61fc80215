// Group and instance normalisation with trained scales. The functions without parameters:
// dsl/functions/group_normalisation.hpp.
#pragma once

#include <sylvite/dsl/functions/group_normalisation.hpp>
#include <sylvite/dsl/layers/object.hpp>
#include <sylvite/dsl/layers/running_statistics.hpp>

namespace sylvite {

namespace layer {

/// group_normalise of x [batch, channels, ...], times "NAME.weight", plus "NAME.bias", both [channels]. PyTorch's
/// GroupNorm.
template <std::int64_t Groups>
struct group_norm {
    double epsilon = 1e-5;
    bool affine = true;  // there are weight and bias

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        const graph::at here(x.owner(), where);
        return detail::typed_image<detail::group_normalise_function<Groups>>(x, [&] {
            const any_expr y = detail::group_normalise(detail::untyped(x), Groups, epsilon);
            return affine ? detail::channel_scale(name, y).apply(y) : y;
        });
    }
    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return detail::find_in_image<detail::group_normalise_function<Groups>, S, T>();
    }
};

/// instance_normalise of x [batch, channels, ...]. With running statistics ("NAME.running_mean", "NAME.running_var"
/// [channels], averages over the batch) these take the place of the instance's own wherever nothing is trained.
/// PyTorch's InstanceNorm1d, InstanceNorm2d, InstanceNorm3d.
struct instance_norm {
    double epsilon = 1e-5;
    double momentum = 0.1;             // running = (1 - momentum) running + momentum batch
    bool affine = false;               // times "NAME.weight", plus "NAME.bias", both [channels]
    bool track_running_stats = false;  // there are running statistics

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        const graph::at here(x.owner(), where);
        return detail::typed_image<detail::instance_normalise_function>(
            x, [&] { return apply(name, detail::untyped(x)); });
    }
    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return detail::find_in_image<detail::instance_normalise_function, S, T>();
    }

  private:
    [[nodiscard]] constexpr any_expr apply(std::string_view name, any_expr x) const {
        const unsigned axes = graph::all_axes(x.dims()) & ~3u;
        const detail::batch_statistics now{detail::mean_over(x, axes), detail::variance(x, axes, 0), axes};
        const any_expr y = detail::standardised(x, now.mean, now.variance, axes, epsilon);
        const auto scale = [&] { return affine ? detail::channel_scale(name, x) : detail::channel_scale(); };
        if (!track_running_stats) return scale().apply(y);
        const detail::running_statistics running(name, x);
        const detail::channel_scale then = scale();
        return running.followed(now, momentum, x, then.apply(y), running.folded(x, epsilon, then));
    }
};

}  // namespace layer

/// group_norm<8>("norm", x); a layer of a sequence, as instance_norm("norm", x, {.affine = true}).
template <std::int64_t Groups>
inline constexpr detail::layer_object<layer::group_norm<Groups>> group_norm{};
inline constexpr detail::layer_object<layer::instance_norm> instance_norm{};

}  // namespace sylvite
