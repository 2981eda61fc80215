// Layers one after the other, and layers around layers. A layer is called with a name and an expression,
// layer::dense<128>{}("hidden", x), and declares its parameters under the name; a function without parameters, such as
// layer::relu, with the expression alone. The user's own are lambdas:
//   [](std::string_view name, const auto &x) { return dense<10>(name, x) * 2; }
#pragma once

#include <sylvite/dsl/layers/object.hpp>

#include <boost/hana/at.hpp>

namespace sylvite {

namespace detail {

template <class Layer, typed_expr X>
constexpr auto apply_layer(const Layer &layer, std::string_view name, const X &x) {
    if constexpr (std::is_function_v<std::remove_pointer_t<Layer>>)  // layer_norm<>
        return layer(as_layer{})(name, x);
    else if constexpr (std::derived_from<Layer, has_a_name> || requires { layer(name, x); })
        return layer(name, x);
    else
        return layer(x);
}

}  // namespace detail

namespace layer {

/// A layer with a name of its own within a sequence: "NAME.hidden" in place of "NAME.0", or "NAME" itself for "".
template <class Layer>
struct named {
    std::string_view name;
    Layer inner;
};
template <class Layer>
named(const char *, Layer) -> named<Layer>;

/// The layers in turn. The parameters of the k-th one, counted from 0, are called "NAME.k...", as PyTorch's Sequential.
template <class... Layers>
struct sequential {
    boost::hana::tuple<Layers...> layers;

    constexpr explicit sequential(Layers... each) : layers(each...) {}
    constexpr explicit sequential(boost::hana::tuple<Layers...> all) : layers(all) {}

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        const graph::at here(x.owner(), where);
        return from<0>(name, x);
    }

  private:
    template <std::size_t K, typed_expr X>
    constexpr auto from(std::string_view name, const X &x) const {
        if constexpr (K == sizeof...(Layers))
            return x;
        else
            return from<K + 1>(name, apply(boost::hana::at_c<K>(layers), name, K, x));
    }
    template <class Layer, typed_expr X>
    static constexpr auto apply(const Layer &layer, std::string_view name, std::size_t position, const X &x) {
        return detail::apply_layer(layer, detail::member(name, position), x);
    }
    template <class Layer, typed_expr X>
    static constexpr auto apply(const named<Layer> &layer, std::string_view name, std::size_t, const X &x) {
        return detail::apply_layer(layer.inner, detail::member(name, layer.name), x);
    }
};

/// x + inner(x); the parameters are named as the inner layer's.
template <class Layer>
struct residual {
    Layer inner;

    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        const graph::at here(x.owner(), where);
        const auto y = detail::apply_layer(inner, name, x);
        SYLVITE_REQUIRE((detail::shape_of<decltype(y)> == detail::shape_of<X>),
                        shapes_do_not_match<detail::operand_of<detail::shape_t<X>>,
                                            detail::operand_of<detail::shape_t<decltype(y)>>>);
        return x + y;
    }
};
template <class Layer>
residual(Layer) -> residual<Layer>;

}  // namespace layer

/// sequential("classifier", x, layer::dense<128>{}, layer::relu, layer::dense<10>{}): parameters "classifier.0.weight",
/// "classifier.0.bias", "classifier.2.weight", ...
template <typed_expr X, class... Layers>
constexpr auto sequential(detail::name_here name, const X &x, const Layers &...layers) {
    return layer::sequential<std::decay_t<Layers>...>(layers...)(name.text, x, name.where);
}
template <typed_expr X, class... Layers>
constexpr auto sequential(detail::name_here name, const X &x, const boost::hana::tuple<Layers...> &layers) {
    return layer::sequential<Layers...>(layers)(name.text, x, name.where);
}

/// x + inner(x).
template <typed_expr X, class Layer>
constexpr auto residual(std::string_view name, const X &x, const Layer &inner, location where = location::here()) {
    return layer::residual<std::decay_t<Layer>>{inner}(name, x, where);
}

}  // namespace sylvite
