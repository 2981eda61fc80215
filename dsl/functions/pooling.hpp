// Pooling over windows of images [batch, channels, axes...]: the largest element, the average, the p-norm. PyTorch's
// shapes, ceil_mode and counts; NaN propagates.
#pragma once

#include <sylvite/dsl/functions/function_object.hpp>
#include <sylvite/dsl/functions/largest.hpp>

namespace sylvite {

namespace detail {

/// In ceil_mode the padding behind the axis is so large that a last window which starts within the image, or in front
/// of it, is whole.
template <class Pool>
constexpr graph::window pool_window(int axis, const extent &e, const kernel &k, const Pool &p) {
    auto w = window_along(axis, k, p.stride.count == 0 ? k : p.stride, p.dilation, p.padding);
    if (!p.ceil_mode || e.is_dynamic()) return w;
    const std::int64_t beyond_first = e.value + w.low + w.high - w.reach();
    std::int64_t last = beyond_first + w.stride - 1 < 0 ? -1 : (beyond_first + w.stride - 1) / w.stride;
    if (last * w.stride >= e.value + w.low) --last;
    const std::int64_t high = last * w.stride + w.reach() - e.value - w.low;
    if (high > w.high) w.high = high;
    return w;
}

template <class Shape>
constexpr image_result pooled_shape(const Shape &x, int axes, const kernel &k, const pool &p) {
    auto r = of_image(x, axes);
    const per_axis &stride = p.stride.count == 0 ? k : p.stride;
    if (!r.is_right() || !require_windows(r, axes, k, stride, p.dilation, p.padding)) return r;
    for (int i = 0; i < axes && r.is_right(); ++i) {
        const graph::window w = pool_window(i, x[2 + i], k, p);
        for (const std::int64_t side : {p.padding.each[i].low, p.padding.each[i].high})
            r.require(p.padding.is_same || 2 * side <= w.reach(), because::padding_is_more_than_half_the_kernel,
                      {side, w.reach()});
        if (require_fit(r, 2 + i, x[2 + i], w)) r.dims[2 + i] = w.positions(x[2 + i]);
    }
    return r;
}

template <class Shape>
constexpr image_result averaged_shape(const Shape &x, int axes, const kernel &k, const pool &p) {
    auto r = pooled_shape(x, axes, k, p);
    for (int i = 0; i < axes; ++i) r.require(p.dilation[i] == 1, because::averages_have_no_dilation, {p.dilation[i]});
    return r;
}

template <class Expression>
constexpr any_expr max_pool(const Expression &x, int axes, const kernel &k, const pool &p) {
    const sylvite::shape image = x.dims();
    graph::window w[3];
    for (int i = 0; i < axes; ++i) w[i] = pool_window(i, image[2 + i], k, p);
    return largest_in(windows_with_infinity(x, axes, w), axes, w);
}

/// [positions]: how many elements each window counts along an axis of `length` elements (at run time), or 0 where all
/// windows count all taps.
template <class Expression>
constexpr any_expr counted_along(const Expression &x, int axis, const graph::window &w, const pool &p) {
    graph::builder &b = x.owner();
    const extent e = x.dims()[axis];
    const sides pads = padding_along(p.padding, axis - 2, w);
    const sides counted = p.count_include_pad ? pads : sides(0);
    const std::int64_t positions = w.positions(e).value;
    // of the first window that is not whole, and the last
    if (-pads.low >= -counted.low && (positions - 1) * w.stride - pads.low + w.taps <= e.value + counted.high &&
        !(e.is_dynamic() && !(pads.low == counted.low && pads.high == counted.high)))
        return {};
    sylvite::shape along;
    along.push_back(w.positions(e));
    const Expression start =
        Expression(b, graph::cast(b, graph::iota(b, along, 0), x.type())) * static_cast<double>(w.stride) -
        static_cast<double>(pads.low);
    const Expression length(b, graph::cast(b, graph::extent_of(b, e), x.type()));
    return min(start + static_cast<double>(w.taps), length + static_cast<double>(counted.high)) -
           max(start, -static_cast<double>(counted.low));
}

/// The sum of each window's elements, divided by how many count.
template <class Expression>
constexpr any_expr average_pool(const Expression &x, int axes, const kernel &k, const pool &p) {
    graph::builder &b = x.owner();
    const sylvite::shape image = x.dims();
    graph::window w[3];
    double count = 1;
    for (int i = 0; i < axes; ++i) w[i] = pool_window(i, image[2 + i], k, p);
    const image_windows all = windows_of(x, 2, axes, w);
    const Expression total = sum_over(all.seen, all.mask());
    Expression divisor;
    for (int i = 0; i < axes; ++i) {
        const Expression counted = counted_along(x, 2 + i, w[i], p);
        if (counted.empty()) {
            count *= static_cast<double>(w[i].taps);
            continue;
        }
        const std::int64_t axis = 2 + i;
        const Expression each(b, graph::broadcast(b, counted.id(), total.dims(), {&axis, 1}));
        divisor = divisor.empty() ? each : divisor * each;
    }
    return divisor.empty() ? total / count : count == 1 ? total / divisor : total / (divisor * count);
}

/// (sum x^p)^(1/p), by way of the average, as PyTorch's: a window that ends beyond the image counts as a whole one.
template <class Expression>
constexpr any_expr norm_pool(const Expression &x, std::int64_t norm, int axes, const kernel &k, const pool &p) {
    double taps = 1;
    for (int i = 0; i < axes; ++i) taps *= static_cast<double>(k[i]);
    const Expression powers = norm == 1 ? x : norm == 2 ? square(x) : pow(x, static_cast<double>(norm));
    const Expression total = average_pool(powers, axes, k, p) * taps;
    if (norm == 1) return total;
    const Expression nothing = total == 0;  // where the root has no derivative
    const Expression safe = select(nothing, 1, total);
    return select(nothing, 0, norm == 2 ? sqrt(safe) : pow(safe, 1 / static_cast<double>(norm)));
}

template <int Axes, kernel Kernel, pool Pool>
struct max_pool_function {
    static constexpr bool takes_floats = true;
    static constexpr image_result rule(const auto &x) { return pooled_shape(x, Axes, Kernel, Pool); }
    static constexpr auto apply(const auto &x) { return max_pool(x, Axes, Kernel, Pool); }
};
template <int Axes, kernel Kernel, pool Pool>
struct average_pool_function : max_pool_function<Axes, Kernel, Pool> {
    static constexpr image_result rule(const auto &x) { return averaged_shape(x, Axes, Kernel, Pool); }
    static constexpr auto apply(const auto &x) { return average_pool(x, Axes, Kernel, Pool); }
};
template <std::int64_t Norm, int Axes, kernel Kernel, pool Pool>
struct norm_pool_function : average_pool_function<Axes, Kernel, Pool> {
    static_assert(Norm >= 1, "sylvite: lp_pool2d<2, 3>(x): the norm comes first, at least 1");
    static constexpr auto apply(const auto &x) { return norm_pool(x, Norm, Axes, Kernel, Pool); }
};

}  // namespace detail

/// The largest element of each window; NaN where one is. The gradient goes to the place where it was found, the first
/// of equal ones in row-major order, in derivatives of every order. Padding is never taken. In ceil_mode a last window
/// may end beyond the image, but starts within it or in front of it. max_pool2d<3, pool{.stride = 2, .padding = 1}>(x).
template <kernel Kernel, pool Pool = pool{}>
inline constexpr detail::function_object<detail::max_pool_function<1, Kernel, Pool>> max_pool1d{};
template <kernel Kernel, pool Pool = pool{}>
inline constexpr detail::function_object<detail::max_pool_function<2, Kernel, Pool>> max_pool2d{};
template <kernel Kernel, pool Pool = pool{}>
inline constexpr detail::function_object<detail::max_pool_function<3, Kernel, Pool>> max_pool3d{};

/// The mean of each window: the sum of its elements divided by how many count, padding as zeros if count_include_pad,
/// and never what ceil_mode lets lie beyond it. The gradient spreads dy over the window, divided by the same number.
template <kernel Kernel, pool Pool = pool{}>
inline constexpr detail::function_object<detail::average_pool_function<1, Kernel, Pool>> avg_pool1d{};
template <kernel Kernel, pool Pool = pool{}>
inline constexpr detail::function_object<detail::average_pool_function<2, Kernel, Pool>> avg_pool2d{};
template <kernel Kernel, pool Pool = pool{}>
inline constexpr detail::function_object<detail::average_pool_function<3, Kernel, Pool>> avg_pool3d{};

/// (sum of x^Norm)^(1 / Norm) over each window, without magnitudes, as PyTorch's: NaN where an odd Norm's sum is
/// negative. The gradient where the sum is 0 is 0.
template <std::int64_t Norm, kernel Kernel, pool Pool = pool{}>
inline constexpr detail::function_object<detail::norm_pool_function<Norm, 1, Kernel, Pool>> lp_pool1d{};
template <std::int64_t Norm, kernel Kernel, pool Pool = pool{}>
inline constexpr detail::function_object<detail::norm_pool_function<Norm, 2, Kernel, Pool>> lp_pool2d{};
template <std::int64_t Norm, kernel Kernel, pool Pool = pool{}>
inline constexpr detail::function_object<detail::norm_pool_function<Norm, 3, Kernel, Pool>> lp_pool3d{};

}  // namespace sylvite
