// Transposed convolutions: the adjoint of a convolution as a layer, one contraction of the image, slid for each tap,
// with the weights.
#pragma once

#include <sylvite/dsl/layers/convolution_parameters.hpp>

namespace sylvite {

namespace detail {

/// The elements of the result along an axis of `length` elements.
constexpr std::int64_t transposed_length(std::int64_t length, const graph::window &w, std::int64_t more) {
    return (length - 1) * w.stride - w.low - w.high + w.reach() + more;
}

template <class Shape>
constexpr image_result transposed_shape(const Shape &x, std::int64_t out, int axes, const kernel &k,
                                        const conv_transpose &c) {
    auto r = of_image(x, axes);
    require_groups(r, x[1].value, out, c.groups);
    r.require_count(c.output_padding.count, axes);
    if (!r.is_right() || !require_windows(r, axes, k, c.stride, c.dilation, c.padding)) return r;
    r.dims[1] = {out, 0};
    for (int i = 0; i < axes && r.is_right(); ++i) {
        const extent e = x[2 + i];
        const graph::window w = window_along(i, k, c.stride, c.dilation, c.padding);
        const std::int64_t more = c.output_padding[i], count = transposed_length(e.value, w, more);
        r.require(more >= 0 && (more < w.stride || more < w.dilation),
                  because::output_padding_is_not_below_stride_or_dilation, {more, w.stride, w.dilation});
        r.require(!e.is_dynamic() || (w.stride == 1 && count == e.value),
                  because::window_changes_length_of_dynamic_axis, {2 + i});
        r.require(count >= 1, because::no_elements_would_be_left, {2 + i});
        r.dims[2 + i] = {count, e.symbol};
    }
    return r;
}

/// Each element times the weights of its taps, [batch, out, elements...], where what falls on one element is added.
/// weight: [channels, out / groups, taps...].
template <class Expression>
constexpr Expression convolved_transposed(const Expression &x, const Expression &weight, int axes, const kernel &k,
                                          const conv_transpose &c) {
    auto &b = x.owner();
    const sylvite::shape from = x.dims();
    const grouped_image<Expression> image(x, c.groups, weight.dims()[1].value, axes);
    graph::node_id id = image.x.id();
    image_windows all;
    unsigned spread = 0;
    for (int i = 0, at = image.first_axis(); i < axes; ++i) {
        const graph::window w = window_along(i, k, c.stride, c.dilation, c.padding);
        const std::int64_t count = transposed_length(from[2 + i].value, w, c.output_padding[i]);
        all.positions[i] = at++;
        if (are_blocks(from[2 + i], w) && w.low == 0 && w.high == 0 && c.output_padding[i] == 0) {
            spread |= 1u << i;  // no two taps fall on one element
            continue;
        }
        sylvite::shape repeated;
        std::int64_t kept[max_rank] = {};
        const sylvite::shape before = b.dims(id);
        for (int d = 0; d < before.rank; ++d) {
            kept[d] = repeated.rank;
            repeated.push_back(before[d]);
            if (d == all.positions[i]) repeated.push_back({w.taps, 0});
        }
        id = graph::broadcast(b, id, repeated, {kept, static_cast<std::size_t>(before.rank)});
        id = graph::slide(b, id, all.positions[i], at, {count, from[2 + i].symbol}, {1, -w.dilation, w.low, w.stride});
        if (w.taps == 1)
            id = graph::reshape(b, id, graph::without_axes(b.dims(id), 1u << at));
        else
            all.taps[i] = at++;
    }
    all.seen = Expression(b, id);
    return image.contracted(all, weight, true, spread);
}

}  // namespace detail

namespace layer {

template <int Axes, std::int64_t Out, kernel Kernel, sylvite::conv_transpose Options>
struct transposed_convolution : convolution_starts {
    static constexpr bool takes_floats = true;
    static constexpr detail::image_result rule(const auto &x) {
        return detail::transposed_shape(x, Out, Axes, Kernel, Options);
    }

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        const graph::at here(x.owner(), where);
        return detail::typed_image<transposed_convolution>(x, [&] {
            const kernel channels{x.dims()[1].value, Out / Options.groups};
            const detail::convolution_parameters p(name, detail::untyped(x), channels, Axes, Kernel);
            return p.with_bias(detail::convolved_transposed(detail::untyped(x), p.weight(*this), Axes, Kernel, Options),
                               *this, Out);
        });
    }
    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return detail::find_in_image<transposed_convolution, S, T>();
    }
};
/// "NAME.weight" [channels, Out / groups, taps...] and "NAME.bias" [Out]. PyTorch's ConvTranspose1d, -2d, -3d.
template <std::int64_t Out, kernel Kernel, sylvite::conv_transpose Options = sylvite::conv_transpose{}>
using conv_transpose1d = transposed_convolution<1, Out, Kernel, Options>;
template <std::int64_t Out, kernel Kernel, sylvite::conv_transpose Options = sylvite::conv_transpose{}>
using conv_transpose2d = transposed_convolution<2, Out, Kernel, Options>;
template <std::int64_t Out, kernel Kernel, sylvite::conv_transpose Options = sylvite::conv_transpose{}>
using conv_transpose3d = transposed_convolution<3, Out, Kernel, Options>;

}  // namespace layer

/// y[b, o, i] = bias[o] + the sum over channels c of o's group and taps t of weight[c, o, t] x[b, c, (i + padding -
/// dilation t) / stride] where that is whole and within x, on each axis: the adjoint of a convolution, whose gradient
/// is that convolution. conv_transpose2d<16, 3, conv_transpose{.stride = 2, .padding = 1, .output_padding = 1}>("up",
/// x): of each axis (extent - 1) stride - 2 padding + dilation (kernel - 1) + output_padding + 1 elements.
template <std::int64_t Out, kernel Kernel, conv_transpose Options = conv_transpose{}>
inline constexpr detail::layer_object<layer::conv_transpose1d<Out, Kernel, Options>, layer::convolution_starts>
    conv_transpose1d{};
template <std::int64_t Out, kernel Kernel, conv_transpose Options = conv_transpose{}>
inline constexpr detail::layer_object<layer::conv_transpose2d<Out, Kernel, Options>, layer::convolution_starts>
    conv_transpose2d{};
template <std::int64_t Out, kernel Kernel, conv_transpose Options = conv_transpose{}>
inline constexpr detail::layer_object<layer::conv_transpose3d<Out, Kernel, Options>, layer::convolution_starts>
    conv_transpose3d{};

}  // namespace sylvite
