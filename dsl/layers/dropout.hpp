// Layers that spoil their operand by chance in training and leave it alone elsewhere: dropout and its relatives. What
// is dropped is 0, what is kept is scaled, so that the mean stays. Draws depend on the layer's name
// (dsl/random_streams.hpp): the same in every build, whatever else of the network changes.
#pragma once

#include <sylvite/dsl/layers/object.hpp>
#include <sylvite/dsl/ops/random.hpp>

namespace sylvite {

namespace detail {

constexpr void expect_probability(const char *what, double found) {
    if (!(found >= 0 && found < 1)) fault::probability_not_from_0_to_below_1(what, found);
}

/// The shape of the first `count` axes.
constexpr sylvite::shape leading_axes(sylvite::shape from, int count) {
    sylvite::shape s;
    for (int i = 0; i < count; ++i) s.push_back(from[i]);
    return s;
}

/// Boolean, of x's shape: false with probability p, one draw for each index of the first `axes` axes.
constexpr any_expr kept(any_expr x, std::string_view name, double p, int axes) {
    graph::builder &b = x.owner();
    const sylvite::shape whole = x.dims(), drawn = leading_axes(whole, axes);
    const graph::node_id mask = graph::keeps(b, p, drawn, graph::random_source(b, name).stream());
    std::int64_t places[max_rank] = {};
    for (int i = 0; i < axes; ++i) places[i] = i;
    return {b, graph::broadcast(b, mask, b.intern(whole), {places, static_cast<std::size_t>(axes)})};
}

/// x, with 1 / (1 - p) of what is kept in training.
constexpr any_expr dropped(any_expr x, std::string_view name, double p, int axes) {
    if (p == 0) return x;
    graph::builder &b = x.owner();
    const any_expr mask = kept(x, name, p, axes);
    const graph::node_id scaled = graph::with_literal(b, graph::op::multiply, x.id(), 1 / (1 - p));
    const graph::node_id zero = graph::constant(b, x.type(), 0);
    return {b, graph::by_mode(b, graph::select(b, mask.id(), scaled, zero), x.id())};
}

/// Keeps mean and variance of what selu gives: dropped elements take the value that selu tends to on the left, then all
/// are scaled and shifted. G. Klambauer et al. 2017, section 2.
constexpr any_expr alpha_dropped(any_expr x, std::string_view name, double p, int axes) {
    if (p == 0) return x;
    graph::builder &b = x.owner();
    constexpr double alpha = 1.7580993408473766;  // minus that value
    const double scale = 1 / square_root((alpha * alpha * p + 1) * (1 - p));
    const any_expr mask = kept(x, name, p, axes);
    const graph::node_id scaled = graph::with_literal(b, graph::op::multiply, x.id(), scale);
    const graph::node_id lowest = graph::constant(b, x.type(), -alpha * scale);
    const graph::node_id chosen = graph::select(b, mask.id(), scaled, lowest);
    return {b, graph::by_mode(b, graph::with_literal(b, graph::op::add, chosen, alpha * scale * p), x.id())};
}

/// What is wrong with an operand, which has to be of floating-point numbers with so many axes at least.
template <int Axes, class S, dtype T>
constexpr auto find_in_dropout() {
    if constexpr (!is_floating(T))
        return found<dtype_not_supported<element<T>>>{};
    else if constexpr (shape_value<S>.rank < Axes)
        return found<fewer_axes_than<S, Axes>>{};
    else
        return nothing_found;
}
template <int Axes, typed_expr X>
constexpr auto require_dropout() {
    SYLVITE_REQUIRE((is_floating(type_of<X>)), dtype_not_supported<element<type_of<X>>>);
    SYLVITE_REQUIRE((shape_of<X>.rank >= Axes), fewer_axes_than<operand_of<shape_t<X>>, Axes>);
}

/// What such a layer gives: `drop` is one of the functions above, with a draw for each index of so many axes.
template <int Axes, typed_expr X, class Drop>
constexpr X spoilt(const char *what, std::string_view name, const X &x, double p, int drawn, location where,
                   Drop drop) {
    const graph::at here(x.owner(), where);
    require_dropout<Axes, X>();
    expect_probability(what, p);
    return X(drop(x, name, p, drawn));
}

}  // namespace detail

namespace layer {

/// Elements are dropped one by one. PyTorch's Dropout.
struct dropout {
    double p = 0.5;  // the probability that an element is dropped

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        return detail::spoilt<0>("dropout: p", name, x, p, detail::shape_of<X>.rank, where, detail::dropped);
    }
    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return detail::find_in_dropout<0, S, T>();
    }
};

/// Whole channels of x [batch, channels, ...] are dropped. PyTorch's Dropout1d, Dropout2d and Dropout3d.
struct channel_dropout {
    double p = 0.5;

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        return detail::spoilt<2>("channel_dropout: p", name, x, p, 2, where, detail::dropped);
    }
    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return detail::find_in_dropout<2, S, T>();
    }
};

/// Elements are set to what selu tends to, and mean and variance stay. PyTorch's AlphaDropout.
struct alpha_dropout {
    double p = 0.5;

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        return detail::spoilt<0>("alpha_dropout: p", name, x, p, detail::shape_of<X>.rank, where,
                                 detail::alpha_dropped);
    }
    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return detail::find_in_dropout<0, S, T>();
    }
};

/// The same of whole channels of x [batch, channels, ...]. PyTorch's FeatureAlphaDropout.
struct feature_alpha_dropout {
    double p = 0.5;

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        return detail::spoilt<2>("feature_alpha_dropout: p", name, x, p, 2, where, detail::alpha_dropped);
    }
    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return detail::find_in_dropout<2, S, T>();
    }
};

}  // namespace layer

/// dropout("name", x, {.p = 0.1}); without operands a layer of a sequence, as the others here.
inline constexpr detail::layer_object<layer::dropout> dropout{};
inline constexpr detail::layer_object<layer::channel_dropout> channel_dropout{};
inline constexpr detail::layer_object<layer::alpha_dropout> alpha_dropout{};
inline constexpr detail::layer_object<layer::feature_alpha_dropout> feature_alpha_dropout{};

}  // namespace sylvite
