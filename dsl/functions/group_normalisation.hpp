// Normalisation of [batch, channels, ...] over groups of channels or single ones, without parameters; the layers stand
// in dsl/layers/group_norm.hpp.
#pragma once

#include <sylvite/dsl/functions/function_object.hpp>
#include <sylvite/dsl/functions/standardised.hpp>

namespace sylvite {

namespace detail {

/// [batch, channels, ...] with any further axes, `Least` at least.
template <class Shape>
constexpr image_result of_channels_rule(const Shape &x, int least) {
    image_result r{x};
    r.require(x.rank >= 2 + least && x.rank < max_rank,
              least == 0 ? because::batch_and_channels_are_expected : because::batch_channels_and_an_axis_are_expected,
              {});
    r.require(!x.extents[1].is_dynamic(), because::channels_are_dynamic, {});
    return r;
}

constexpr any_expr group_normalise(any_expr x, std::int64_t groups, double epsilon) {
    graph::builder &b = x.owner();
    const sylvite::shape from = x.dims();
    sylvite::shape to;
    to.push_back(from[0]);
    to.push_back({groups, 0});
    to.push_back({from[1].value / groups, 0});
    for (int i = 2; i < from.rank; ++i) to.push_back(from[i]);
    const any_expr apart(b, graph::reshape(b, x.id(), to));
    return {b, graph::reshape(b, standardised(apart, graph::all_axes(to) & ~3u, epsilon).id(), from)};
}
constexpr any_expr instance_normalise(any_expr x, double epsilon) {
    return standardised(x, graph::all_axes(x.dims()) & ~3u, epsilon);
}

template <std::int64_t Groups>
struct group_normalise_function {
    static constexpr bool takes_floats = true;
    static constexpr image_result rule(const auto &x) {
        auto r = of_channels_rule(x, 0);
        r.require(Groups >= 1 && x.extents[1].value % (Groups < 1 ? 1 : Groups) == 0,
                  because::groups_do_not_divide_channels, {Groups, x.extents[1].value});
        return r;
    }
};
struct instance_normalise_function {
    static constexpr bool takes_floats = true;
    static constexpr image_result rule(const auto &x) {
        auto r = of_channels_rule(x, 1);
        bool is_one = r.is_right();
        for (int i = 2; i < x.rank && i < max_rank; ++i) is_one = is_one && x.extents[i].value == 1;
        r.require(!is_one, because::one_element_has_no_variance, {});
        return r;
    }
};

}  // namespace detail

/// (x - mean) / sqrt(variance + epsilon) over each of Groups groups of channels and all axes behind, for each element
/// of the batch; the variance without correction. Y. Wu, K. He 2018.
template <std::int64_t Groups, typed_expr X>
constexpr auto group_normalise(const X &x, double epsilon = 1e-5, location where = location::here()) {
    const graph::at here(x.owner(), where);
    return detail::typed_image<detail::group_normalise_function<Groups>>(
        x, [&] { return detail::group_normalise(detail::untyped(x), Groups, epsilon); });
}

/// (x - mean) / sqrt(variance + epsilon) over all axes behind each channel of each element of the batch; the variance
/// without correction. D. Ulyanov, A. Vedaldi, V. Lempitsky 2016.
template <typed_expr X>
constexpr auto instance_normalise(const X &x, double epsilon = 1e-5, location where = location::here()) {
    const graph::at here(x.owner(), where);
    return detail::typed_image<detail::instance_normalise_function>(
        x, [&] { return detail::instance_normalise(detail::untyped(x), epsilon); });
}

}  // namespace sylvite
