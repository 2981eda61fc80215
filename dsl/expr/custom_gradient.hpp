// Values whose gradient the user writes.
#pragma once

#include <sylvite/dsl/expr/layout.hpp>

#include <tuple>

namespace sylvite {

namespace detail {

template <class Input, class Adjoint>
constexpr auto require_adjoint_of() {
    static_assert(typed_expr<Adjoint>, "sylvite: a custom gradient's rule gives an expression for each input, several "
                                       "in a std::tuple");
    SYLVITE_REQUIRE((shape_of<Input> == shape_of<Adjoint>),
                    shapes_do_not_match<operand_of<shape_t<Input>>, operand_of<shape_t<Adjoint>>>);
    require_same_dtype<Input, Adjoint>();
}

template <class T>
inline constexpr bool is_tuple = false;
template <class... T>
inline constexpr bool is_tuple<std::tuple<T...>> = true;

template <class Inputs, class Adjoints>
struct adjoints_of;
template <class... Inputs, class... Adjoints>
struct adjoints_of<std::tuple<Inputs...>, std::tuple<Adjoints...>> {
    static constexpr auto require() {
        static_assert(sizeof...(Inputs) == sizeof...(Adjoints),
                      "sylvite: a custom gradient's rule gives one expression for each input");
        (require_adjoint_of<Inputs, Adjoints>(), ...);
    }
};

/// The chain of markers, the innermost with the value itself.
template <class Inputs, class Adjoints, std::size_t... I>
constexpr graph::node_id mark(const any_expr &value, graph::node_id dy, const Inputs &inputs, const Adjoints &adjoints,
                              std::index_sequence<I...>) {
    graph::node_id id = value.id();
    ((id = graph::custom_gradient(value.owner(), id, std::get<I>(inputs).id(), std::get<I>(adjoints).id(), dy, I != 0)),
     ...);
    return id;
}

}  // namespace detail

/// `value`, with the rule's adjoints in place of the derivative of how it was computed:
///   rule(dy, value, inputs...) -> what the inputs' adjoints get, one expression of each input's shape (several in a
///   std::tuple), where dy is the adjoint of the value.
/// Gradients flow to the inputs alone, even where the value was computed from others. The rule is called once, here;
/// what it writes is differentiated again for second-order gradients. A rounding whose gradient is that of x:
///   const auto rounded = custom_gradient([](auto dy, auto, auto) { return dy; }, floor(x + 0.5f), x);
template <class Rule, typed_expr Y, typed_expr... Inputs>
constexpr auto custom_gradient(const Rule &rule, const Y &value, const Inputs &...inputs) {
    static_assert(sizeof...(Inputs) >= 1, "sylvite: a custom gradient needs the inputs that it is the gradient of");
    static_assert(is_floating(detail::type_of<Y>), "sylvite: gradients are of f32 or f64");
    static_assert(std::is_invocable_v<const Rule &, Y, Y, Inputs...>,
                  "sylvite: a custom gradient's rule is called as rule(dy, value, inputs...)");
    (static_cast<void>(detail::common_owner(value, inputs, "custom_gradient")), ...);
    graph::builder &owner = value.owner();
    const graph::node_id leaf = graph::adjoint_of(owner, value.id());
    const auto adjoints = rule(Y(owner, leaf), value, inputs...);
    const auto all = [&] {
        if constexpr (detail::is_tuple<std::remove_cv_t<decltype(adjoints)>>)
            return adjoints;
        else
            return std::tuple(adjoints);
    }();
    detail::adjoints_of<std::tuple<Inputs...>, std::remove_cv_t<decltype(all)>>::require();
    return Y(owner, detail::mark(value, leaf, std::tuple<const Inputs &...>(inputs...), all,
                                 std::index_sequence_for<Inputs...>()));
}

}  // namespace sylvite
