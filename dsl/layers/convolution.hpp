// Convolutions of images [batch, channels, axes...]: one contraction of windows with the weights, so that gradients of
// all orders are contractions too. PyTorch's shapes and parameters.
#pragma once

#include <sylvite/dsl/functions/image_padding.hpp>
#include <sylvite/dsl/layers/convolution_parameters.hpp>

namespace sylvite {

namespace detail {

template <class Shape>
constexpr image_result convolved_shape(const Shape &x, std::int64_t out, int axes, const kernel &k, const conv &c) {
    auto r = of_image(x, axes);
    require_groups(r, x[1].value, out, c.groups);
    if (!r.is_right() || !require_windows(r, axes, k, c.stride, c.dilation, c.padding)) return r;
    r.dims[1] = {out, 0};
    for (int i = 0; i < axes && r.is_right(); ++i) {
        const graph::window w = window_along(i, k, c.stride, c.dilation, c.padding);
        require_padding(r, 2 + i, x[2 + i], {w.low, w.high}, c.mode);
        if (require_fit(r, 2 + i, x[2 + i], w)) r.dims[2 + i] = w.positions(x[2 + i]);
    }
    return r;
}

/// The sum over channels and taps, [batch, out, positions...]. weight: [out, channels / groups, taps...].
template <class Expression>
constexpr Expression convolved(Expression x, const Expression &weight, int axes, const kernel &k, const conv &c) {
    graph::window w[3];
    for (int i = 0; i < axes; ++i) {
        w[i] = window_along(i, k, c.stride, c.dilation, c.padding);
        if (c.mode == padding_mode::zero) continue;
        x = padded(x, 2 + i, {w[i].low, w[i].high}, c.mode);
        w[i].low = w[i].high = 0;
    }
    const std::int64_t out = weight.dims()[0].value;
    const grouped_image<Expression> image(x, c.groups, out / c.groups, axes);
    const image_windows all = windows_of(image.x, image.first_axis(), axes, w);
    return image.contracted(all, weight, false);
}

}  // namespace detail

namespace layer {

template <int Axes, std::int64_t Out, kernel Kernel, conv Options>
struct convolution : convolution_starts {
    static constexpr bool takes_floats = true;
    static constexpr detail::image_result rule(const auto &x) {
        return detail::convolved_shape(x, Out, Axes, Kernel, Options);
    }

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        const graph::at here(x.owner(), where);
        return detail::typed_image<convolution>(x, [&] {
            const std::int64_t each = x.dims()[1].value / Options.groups;
            const detail::convolution_parameters p(name, detail::untyped(x), {Out, each}, Axes, Kernel);
            return p.with_bias(detail::convolved(detail::untyped(x), p.weight(*this), Axes, Kernel, Options), *this,
                               Out);
        });
    }
    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return detail::find_in_image<convolution, S, T>();
    }
};
/// "NAME.weight" [Out, channels / groups, taps...] and "NAME.bias" [Out]. PyTorch's Conv1d, Conv2d, Conv3d.
template <std::int64_t Out, kernel Kernel, conv Options = conv{}>
using conv1d = convolution<1, Out, Kernel, Options>;
template <std::int64_t Out, kernel Kernel, conv Options = conv{}>
using conv2d = convolution<2, Out, Kernel, Options>;
template <std::int64_t Out, kernel Kernel, conv Options = conv{}>
using conv3d = convolution<3, Out, Kernel, Options>;

}  // namespace layer

/// y[b, o, p] = bias[o] + the sum over channels c of o's group and taps t of weight[o, c, t] x[b, c, stride p +
/// dilation t - padding], on each axis. The gradients are contractions of the same kind: of x the sum over o and t of
/// weight[o, c, t] dy[b, o, (i + padding - dilation t) / stride] where that is whole, of the weight the sum over b and
/// p of dy times the window. conv2d<16, 3>("conv", x), conv2d<16, kernel{3, 5}, conv{.stride = 2, .padding =
/// same}>("conv", x, {.bias = false}). Without operands a layer of a sequence.
template <std::int64_t Out, kernel Kernel, conv Options = conv{}>
inline constexpr detail::layer_object<layer::conv1d<Out, Kernel, Options>, layer::convolution_starts> conv1d{};
template <std::int64_t Out, kernel Kernel, conv Options = conv{}>
inline constexpr detail::layer_object<layer::conv2d<Out, Kernel, Options>, layer::convolution_starts> conv2d{};
template <std::int64_t Out, kernel Kernel, conv Options = conv{}>
inline constexpr detail::layer_object<layer::conv3d<Out, Kernel, Options>, layer::convolution_starts> conv3d{};

}  // namespace sylvite
