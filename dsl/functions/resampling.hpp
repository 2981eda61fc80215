// Images of other extents: nearest and linear interpolation with PyTorch's places, pixel shuffle and its inverse.
#pragma once

#include <sylvite/dsl/functions/function_object.hpp>
#include <sylvite/dsl/functions/rows.hpp>
#include <sylvite/dsl/ops/indexing.hpp>

namespace sylvite {

/// nearest: the element at floor(i n / m). linear: between the two neighbours of (i + 1/2) n / m - 1/2, the first
/// element's and the last's middle being held at the edges; aligned: of i (n - 1) / (m - 1), so that first and last
/// elements stay (PyTorch's align_corners).
enum class interpolation : std::uint8_t { nearest, linear, aligned };

namespace detail {

template <class Shape>
constexpr image_result resampled_shape(const Shape &x, int axes, const per_axis &to, bool is_factor) {
    auto r = of_image(x, axes);
    r.require_count(to.count, axes);
    for (int i = 0; i < axes && r.is_right(); ++i) {
        r.require(to[i] >= 1, because::no_elements_would_be_left, {2 + i});
        if (is_factor && to[i] == 1) continue;
        r.require(!x[2 + i].is_dynamic(), because::axis_is_dynamic, {2 + i});
        r.dims[2 + i] = {is_factor ? x[2 + i].value * to[i] : to[i], 0};
    }
    return r;
}

/// Each element so many times.
template <class Expression>
constexpr Expression repeated_along(const Expression &x, int axis, std::int64_t times) {
    auto &b = x.owner();
    const sylvite::shape from = x.dims();
    sylvite::shape wide, flat = from;
    std::int64_t kept[max_rank] = {};
    for (int i = 0; i < from.rank; ++i) {
        kept[i] = wide.rank;
        wide.push_back(from[i]);
        if (i == axis) wide.push_back({times, 0});
    }
    flat[axis].value *= times;
    const auto rank = static_cast<std::size_t>(from.rank);
    return Expression(b, graph::reshape(b, graph::broadcast(b, x.id(), wide, {kept, rank}), flat));
}

template <class Expression>
constexpr Expression resampled_along(const Expression &x, int axis, std::int64_t to, auto how) {
    auto &b = x.owner();
    const std::int64_t n = x.dims()[axis].value;
    if (n == to) return x;
    if (how == interpolation::nearest && to % n == 0) return repeated_along(x, axis, to / n);
    const dtype type = how == interpolation::nearest ? f32 : x.type();
    sylvite::shape row;
    row.push_back({to, 0});
    const Expression i(b, graph::cast(b, graph::iota(b, row, 0), type));
    const auto from = static_cast<double>(n), wanted = static_cast<double>(to);
    const auto taken = [&](const Expression &at) {
        return Expression(b, graph::gather_along(b, x.id(), graph::cast(b, at.id(), i32), axis));
    };
    if (how == interpolation::nearest) return taken(min(floor(i * static_cast<float>(from / wanted)), from - 1));
    const bool is_aligned = how == interpolation::aligned;
    const Expression place =
        is_aligned ? i * (to == 1 ? 0 : (from - 1) / (wanted - 1)) : max((i + 0.5) * (from / wanted) - 0.5, 0);
    const Expression low = min(floor(place), from - 1), share = place - low;
    const std::int64_t at = axis;
    const Expression first = taken(low), second = taken(min(low + 1, from - 1));
    const Expression part(b, graph::broadcast(b, share.id(), first.dims(), {&at, 1}));
    return first * (1 - part) + second * part;
}

template <int Axes, bool IsFactor, per_axis To, interpolation How>
struct resample_function {
    static constexpr bool takes_floats = How != interpolation::nearest;
    static constexpr image_result rule(const auto &x) { return resampled_shape(x, Axes, To, IsFactor); }
    static constexpr auto apply(auto x) {
        const sylvite::shape to = rule(x.dims()).dims;
        for (int axis = 2; axis < 2 + Axes; ++axis)
            if (x.dims()[axis] != to[axis]) x = resampled_along(x, axis, to[axis].value, How);
        return x;
    }
};

/// Channels become pixels, Factor x Factor of them, or (Shrinks) pixels channels.
template <std::int64_t Factor, bool Shrinks>
struct pixel_shuffle_function {
    static constexpr bool takes_floats = false;
    static constexpr image_result rule(const auto &x) {
        auto r = of_image(x, 2);
        r.require(Factor >= 1, because::kernel_stride_and_dilation_are_at_least_1, {Factor, 1, 1});
        if (!r.is_right()) return r;
        for (int i = 2; i < 4; ++i) {
            r.require(!x[i].is_dynamic(), because::axis_is_dynamic, {i});
            r.require(!Shrinks || x[i].value % Factor == 0, because::extent_is_not_divisible, {i, Factor});
            r.dims[i].value = Shrinks ? x[i].value / Factor : x[i].value * Factor;
        }
        r.require(Shrinks || x[1].value % (Factor * Factor) == 0, because::extent_is_not_divisible,
                  {1, Factor * Factor});
        r.dims[1].value = Shrinks ? x[1].value * Factor * Factor : x[1].value / (Factor * Factor);
        return r;
    }
    static constexpr auto apply(const auto &x) {
        auto &b = x.owner();
        const sylvite::shape to = rule(x.dims()).dims, coarse = Shrinks ? to : x.dims(), fine = Shrinks ? x.dims() : to;
        sylvite::shape parts;
        const extent factor{Factor, 0};
        parts.push_back(to[0]);
        parts.push_back(fine[1]);
        for (const extent e : {factor, factor, coarse[2], coarse[3]}) parts.push_back(e);
        if (Shrinks) {
            parts = {};
            for (const extent e : {to[0], fine[1], coarse[2], factor, coarse[3], factor}) parts.push_back(e);
        }
        constexpr std::int64_t out[] = {0, 1, 4, 2, 5, 3}, in[] = {0, 1, 3, 5, 2, 4};
        const graph::node_id apart = graph::reshape(b, x.id(), parts);
        return any_expr(b, graph::reshape(b, graph::permute(b, apart, Shrinks ? in : out), to));
    }
};

template <std::int64_t Groups>
struct channel_shuffle_function {
    static constexpr bool takes_floats = false;
    static constexpr image_result rule(const auto &x) {
        auto r = of_shape(x);
        r.require(x.rank >= 2 && x.rank < max_rank, because::batch_channels_and_axes_are_expected, {0});
        r.require(!x.extents[1].is_dynamic(), because::channels_are_dynamic, {});
        r.require(Groups >= 1 && x.extents[1].value % (Groups < 1 ? 1 : Groups) == 0,
                  because::groups_do_not_divide_channels, {Groups, x.extents[1].value, x.extents[1].value});
        return r;
    }
    static constexpr auto apply(const auto &x) {
        auto &b = x.owner();
        const sylvite::shape from = x.dims();
        sylvite::shape parts;
        std::int64_t order[max_rank] = {0, 2, 1};
        for (const extent e : {from[0], extent{Groups, 0}, extent{from[1].value / Groups, 0}}) parts.push_back(e);
        for (int i = 2; i < from.rank; ++i) {
            order[parts.rank] = parts.rank;
            parts.push_back(from[i]);
        }
        const graph::node_id apart = graph::reshape(b, x.id(), parts);
        const graph::node_id moved = graph::permute(b, apart, {order, static_cast<std::size_t>(parts.rank)});
        return any_expr(b, graph::reshape(b, moved, from));
    }
};

}  // namespace detail

/// Each axis so many times as long: upsample2d<2>(x), upsample2d<per_axis{2, 3}, interpolation::linear>(x).
template <per_axis Factor, interpolation How = interpolation::nearest>
inline constexpr detail::function_object<detail::resample_function<1, true, Factor, How>> upsample1d{};
template <per_axis Factor, interpolation How = interpolation::nearest>
inline constexpr detail::function_object<detail::resample_function<2, true, Factor, How>> upsample2d{};
template <per_axis Factor, interpolation How = interpolation::nearest>
inline constexpr detail::function_object<detail::resample_function<3, true, Factor, How>> upsample3d{};

/// Each axis of n elements with m, more or fewer. nearest: x[floor(i n / m)]. linear: between the two neighbours of
/// (i + 1/2) n / m - 1/2, held at the edges; aligned: of i (n - 1) / (m - 1), so that first and last elements stay
/// (PyTorch's align_corners), one axis after the other. The gradient adds up where elements were taken from.
/// interpolate2d<per_axis{7, 9}, interpolation::linear>(x).
template <per_axis To, interpolation How = interpolation::nearest>
inline constexpr detail::function_object<detail::resample_function<1, false, To, How>> interpolate1d{};
template <per_axis To, interpolation How = interpolation::nearest>
inline constexpr detail::function_object<detail::resample_function<2, false, To, How>> interpolate2d{};
template <per_axis To, interpolation How = interpolation::nearest>
inline constexpr detail::function_object<detail::resample_function<3, false, To, How>> interpolate3d{};

/// [batch, channels f^2, height, width] as [batch, channels, height f, width f], and back. W. Shi et al. 2016.
template <std::int64_t Factor>
inline constexpr detail::function_object<detail::pixel_shuffle_function<Factor, false>> pixel_shuffle{};
template <std::int64_t Factor>
inline constexpr detail::function_object<detail::pixel_shuffle_function<Factor, true>> pixel_unshuffle{};

/// Channels [groups, each] in the order [each, groups]. X. Zhang et al. 2018.
template <std::int64_t Groups>
inline constexpr detail::function_object<detail::channel_shuffle_function<Groups>> channel_shuffle{};

}  // namespace sylvite
