// dense<128>, an object that is called as dense<128>("hidden", x, {.bias = false}) and goes into sequences as it is.
#pragma once

#include <sylvite/dsl/layers/parameter.hpp>

namespace sylvite::detail {

template <class... Arguments>
inline constexpr bool takes_name_and_operand = false;
template <class Name, class Operand, class... More>
inline constexpr bool takes_name_and_operand<Name, Operand, More...> = text_like<Name> &&any_expression<Operand>;

/// What a function of a layer is given where the function stands for the layer.
struct as_layer {};

/// Base of what must be called with a name, also where that call is deleted.
struct has_a_name {};

/// The short form of a layer of one operand. Layer::find_mistake<S, T>() looks at the operand's shape and element type.
template <class Layer, class Options = Layer>
struct layer_object : has_a_name {
    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, Options options = {},
                              location where = location::here()) const {
        return Layer{options}(name, x, where);
    }
    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return Layer::template find_mistake<S, T>();
    }
    template <class S, dtype T, is_mistake Mistake = typename decltype(find_mistake<S, T>())::type>
    Mistake operator()(std::string_view, const expr<S, T> &, Options = {}, location = {}) const = delete;

    template <class... Arguments>
    requires(!takes_name_and_operand<Arguments...>)
        SYLVITE_REFUSE("a layer has a name, then its operand: dense<128>(\"hidden\", x)")
    constexpr nothing operator()(const Arguments &...) const { return {}; }
};

}  // namespace sylvite::detail
