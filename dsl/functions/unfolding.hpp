// Windows as columns, and columns added up where windows overlap: PyTorch's unfold and fold. Local response
// normalisation.
#pragma once

#include <sylvite/dsl/functions/function_object.hpp>
#include <sylvite/dsl/functions/image_windows.hpp>

namespace sylvite {

/// Of unfold and fold: stride, padding, dilation.
struct unfolding {
    per_axis stride = 1;
    sylvite::padding padding = 0;
    per_axis dilation = 1;
};

struct local_response_options {
    std::int64_t size = 5;  // channels
    double alpha = 1e-4, beta = 0.75, k = 1;
};

namespace detail {

template <kernel Kernel, unfolding Options>
struct unfold_function {
    static constexpr bool takes_floats = false;
    static constexpr graph::window along(int axis) {
        return window_along(axis, Kernel, Options.stride, Options.dilation, Options.padding);
    }
    static constexpr image_result rule(const auto &x) {
        auto r = of_image(x, 2);
        if (!r.is_right() || !require_windows(r, 2, Kernel, Options.stride, Options.dilation, Options.padding))
            return r;
        std::int64_t windows = 1;
        for (int i = 0; i < 2; ++i) {
            r.require(!x[2 + i].is_dynamic(), because::axis_is_dynamic, {2 + i});
            if (require_fit(r, 2 + i, x[2 + i], along(i))) windows *= along(i).positions(x[2 + i]).value;
        }
        r.dims.rank = 2;
        r.dims[1].value *= Kernel[0] * Kernel[1];
        r.dims.push_back({windows, 0});
        return r;
    }
    static constexpr auto apply(const auto &x) {
        auto &b = x.owner();
        graph::node_id id = graph::windows(b, x.id(), 3, along(1));
        id = graph::windows(b, id, 2, along(0));
        constexpr std::int64_t order[] = {0, 1, 3, 5, 2, 4};
        return any_expr(b, graph::reshape(b, graph::permute(b, id, order), rule(x.dims()).dims));
    }
};

template <std::int64_t Height, std::int64_t Width, kernel Kernel, unfolding Options>
struct fold_function {
    static constexpr bool takes_floats = false;
    using back = unfold_function<Kernel, Options>;
    static constexpr extent to[2] = {{Height, 0}, {Width, 0}};
    static constexpr image_result rule(const auto &x) {
        auto r = of_image(x, 1);
        if (!r.is_right()) return r;
        require_windows(r, 2, Kernel, Options.stride, Options.dilation, Options.padding);
        const std::int64_t taps = Kernel[0] * Kernel[1];
        r.require(Height >= 1 && Width >= 1, because::no_elements_would_be_left, {2});
        if (!r.is_right()) return r;
        std::int64_t windows = 1;
        for (int i = 0; i < 2; ++i)
            if (require_fit(r, 2 + i, to[i], back::along(i))) windows *= back::along(i).positions(to[i]).value;
        r.require(x[1].value % taps == 0, because::extent_is_not_divisible, {1, taps});
        r.require(x[2] == extent{windows, 0}, because::number_of_windows_does_not_fit, {2, windows});
        r.dims[1].value = x[1].value / taps;
        r.dims[2] = to[0];
        r.dims.push_back(to[1]);
        return r;
    }
    static constexpr auto apply(const auto &x) {
        auto &b = x.owner();
        const sylvite::shape result = rule(x.dims()).dims;
        sylvite::shape parts;
        for (const extent e : {result[0], result[1], extent{Kernel[0], 0}, extent{Kernel[1], 0},
                               back::along(0).positions(to[0]), back::along(1).positions(to[1])})
            parts.push_back(e);
        constexpr std::int64_t order[] = {0, 1, 4, 2, 5, 3};
        graph::node_id id = graph::permute(b, graph::reshape(b, x.id(), parts), order);
        for (int i = 0; i < 2; ++i) {  // each element back to where its window took it from
            const graph::window w = back::along(i);
            id = graph::slide(b, id, 2 + 2 * i, 3 + 2 * i, to[i], {1, -w.dilation, w.low, w.stride});
        }
        return any_expr(b, graph::reduce(b, graph::op::reduce_sum, id, 0b101000));
    }
};

}  // namespace detail

/// [batch, channels height width of the kernel, windows] of [batch, channels, height, width].
template <kernel Kernel, unfolding Options = unfolding{}>
inline constexpr detail::function_object<detail::unfold_function<Kernel, Options>> unfold{};

/// The adjoint of unfold, [batch, channels, Height, Width]: fold<6, 5, 3>(columns).
template <std::int64_t Height, std::int64_t Width, kernel Kernel, unfolding Options = unfolding{}>
inline constexpr detail::function_object<detail::fold_function<Height, Width, Kernel, Options>> fold{};

namespace detail {
template <class Expression>
constexpr Expression local_response(const Expression &x, const local_response_options &o) {
    auto &b = x.owner();
    const graph::window w{o.size, 1, 1, o.size / 2, (o.size - 1) / 2};
    const Expression squares = x * x;
    const Expression near(b, graph::windows(b, squares.id(), 1, w));
    const Expression total = sum_over(near, 0b100);
    return x * pow(total * (o.alpha / static_cast<double>(o.size)) + o.k, -o.beta);
}
}  // namespace detail

/// x / (k + alpha / size times the sum of the squares of `size` neighbouring channels)^beta. A. Krizhevsky et al. 2012.
template <any_expression A>
constexpr auto local_response_norm(const A &x, local_response_options options = {}, location where = location::here()) {
    return detail::composed(x, where, [=](auto v) { return detail::local_response(v, options); });
}

}  // namespace sylvite
