// Pooling to a wanted number of elements, and over whole images. PyTorch's windows: the i-th of n elements in m parts
// reaches from floor(i n / m) to ceil((i + 1) n / m).
#pragma once

#include <sylvite/dsl/functions/pooling.hpp>

namespace sylvite {

namespace detail {

template <class Shape>
constexpr image_result adapted_shape(const Shape &x, int axes, const per_axis &to) {
    auto r = of_image(x, axes);
    r.require_count(to.count, axes);
    for (int i = 0; i < axes && r.is_right(); ++i) {
        r.require(to[i] >= 1, because::no_elements_would_be_left, {2 + i});
        r.require(to[i] == 1 || !x[2 + i].is_dynamic(), because::window_changes_length_of_dynamic_axis, {2 + i});
        r.dims[2 + i] = {to[i], 0};
    }
    return r;
}

/// The axis as parts (`to`) and elements, of which each part sees some: `outside` stands in place of the others.
struct adaptive_parts {
    any_expr seen;    // [..., parts, elements, ...]
    any_expr inside;  // boolean [parts, elements]; none where all are
};
template <class Expression>
constexpr adaptive_parts parts_along(const Expression &x, int axis, std::int64_t to, double outside) {
    auto &b = x.owner();
    const sylvite::shape from = x.dims();
    const extent n = from[axis];
    sylvite::shape repeated;
    std::int64_t kept[max_rank] = {};
    for (int i = 0; i < from.rank; ++i) {
        const bool is_here = i == axis, is_even = !n.is_dynamic() && n.value % to == 0;
        if (is_here) repeated.push_back({to, 0});
        kept[i] = repeated.rank;
        repeated.push_back(is_here && is_even && to != 1 ? extent{n.value / to, 0} : from[i]);
    }
    if (to == 1 || n.value % to == 0) return {Expression(b, graph::reshape(b, x.id(), repeated)), {}};
    sylvite::shape plane;
    plane.push_back({to, 0});
    plane.push_back(n);
    const Expression part(b, graph::iota(b, plane, 0)), element(b, graph::iota(b, plane, 1));
    const auto parts = static_cast<int>(to), elements = static_cast<int>(n.value);
    const Expression starts = part * elements < (element + 1) * parts, ends = element * parts < (part + 1) * elements;
    const Expression inside(b, graph::binary(b, graph::op::logical_and, starts.id(), ends.id()));
    const std::int64_t axes[] = {axis, axis + 1};
    const Expression here(b, graph::broadcast(b, inside.id(), repeated, axes));
    const Expression all(b, graph::broadcast(b, x.id(), repeated, {kept, static_cast<std::size_t>(from.rank)}));
    return {select(here, all, outside), inside};
}

/// One axis after the other: of equal elements the first of a row wins, then that of the first row.
template <class Expression>
constexpr Expression adaptive_max(Expression x, int axes, const per_axis &to) {
    auto &b = x.owner();
    constexpr double least = -std::numeric_limits<double>::infinity();
    for (int axis = axes + 1; axis >= 2; --axis) {
        const adaptive_parts p = parts_along(x, axis, to[axis - 2], least);
        const unsigned mask = 1u << (axis + 1);
        const Expression value = largest_over(p.seen, mask);
        Expression position = reduced(graph::op::argmax, p.seen, mask);
        if (!p.inside.empty()) {  // the first inside, where all that is there is minus infinity
            const Expression first =
                reduced(graph::op::argmax, Expression(b, graph::cast(b, p.inside.id(), i32)), 0b10);
            const std::int64_t at = axis;
            const Expression each(b, graph::broadcast(b, first.id(), value.dims(), {&at, 1}));
            position = select(value == least, each, position);
        }
        x = largest_at(p.seen, mask, value, position);
    }
    return x;
}

template <class Expression>
constexpr Expression adaptive_average(Expression x, int axes, const per_axis &to) {
    auto &b = x.owner();
    for (int axis = axes + 1; axis >= 2; --axis) {
        const adaptive_parts p = parts_along(x, axis, to[axis - 2], 0);
        const unsigned mask = 1u << (axis + 1);
        if (p.inside.empty()) {
            x = mean_over(p.seen, mask);
            continue;
        }
        const Expression total = sum_over(p.seen, mask);
        const Expression count = sum_over(Expression(b, graph::cast(b, p.inside.id(), x.type())), 0b10);
        const std::int64_t at = axis;
        x = total / Expression(b, graph::broadcast(b, count.id(), total.dims(), {&at, 1}));
    }
    return x;
}

constexpr per_axis numbers_of(std::int64_t all) { return {all}; }
constexpr per_axis numbers_of(std::int64_t first, std::int64_t second) { return {first, second}; }
constexpr per_axis numbers_of(std::int64_t first, std::int64_t second, std::int64_t third) {
    return {first, second, third};
}

template <bool Largest, int Axes, std::int64_t... To>
struct adaptive_pool_function {
    static constexpr bool takes_floats = true;
    static constexpr image_result rule(const auto &x) { return adapted_shape(x, Axes, numbers_of(To...)); }
    static constexpr auto apply(const auto &x) {
        return Largest ? adaptive_max(x, Axes, numbers_of(To...)) : adaptive_average(x, Axes, numbers_of(To...));
    }
};

template <bool Largest>
struct global_pool_function {
    static constexpr bool takes_floats = true;
    static constexpr image_result rule(const auto &x) {
        auto r = of_image(x, x.rank < 3 ? 1 : x.rank - 2);
        if (r.is_right()) r.dims.rank = 2;
        return r;
    }
    static constexpr auto apply(const auto &x) {
        const unsigned mask = graph::all_axes(x.dims()) & ~0b11u;
        return Largest ? largest_at(x, mask, largest_over(x, mask), reduced(graph::op::argmax, x, mask))
                       : mean_over(x, mask);
    }
};

}  // namespace detail

/// The mean (the largest element) of each of so many parts of an axis: adaptive_avg_pool2d<7>(x),
/// adaptive_avg_pool2d<5, 7>(x). A run-time extent becomes 1.
template <std::int64_t... To>
inline constexpr detail::function_object<detail::adaptive_pool_function<false, 1, To...>> adaptive_avg_pool1d{};
template <std::int64_t... To>
inline constexpr detail::function_object<detail::adaptive_pool_function<false, 2, To...>> adaptive_avg_pool2d{};
template <std::int64_t... To>
inline constexpr detail::function_object<detail::adaptive_pool_function<false, 3, To...>> adaptive_avg_pool3d{};
template <std::int64_t... To>
inline constexpr detail::function_object<detail::adaptive_pool_function<true, 1, To...>> adaptive_max_pool1d{};
template <std::int64_t... To>
inline constexpr detail::function_object<detail::adaptive_pool_function<true, 2, To...>> adaptive_max_pool2d{};
template <std::int64_t... To>
inline constexpr detail::function_object<detail::adaptive_pool_function<true, 3, To...>> adaptive_max_pool3d{};

/// [batch, channels]: the mean (the largest element) of each channel's image, of any extents.
inline constexpr detail::function_object<detail::global_pool_function<false>> global_avg_pool{};
inline constexpr detail::function_object<detail::global_pool_function<true>> global_max_pool{};

}  // namespace sylvite
