// max_pool2d<2>, an object that is called as max_pool2d<2>(x) and goes into sequences as it is.
#pragma once

#include <sylvite/dsl/functions/image_rule.hpp>

namespace sylvite::detail {

/// Function has rule(shape), apply(expression), and takes_floats if it takes floating-point numbers alone. apply is a
/// template, and so is what composes a function: a network that has no images then pays for no more than reading it.
template <class Function>
struct function_object {
    template <typed_expr X>
    constexpr auto operator()(const X &x, location where = location::here()) const {
        const graph::at here(x.owner(), where);
        return typed_image<Function>(x, [&] { return Function::apply(untyped(x)); });
    }
    /// An untyped operand's shape is checked here.
    constexpr any_expr operator()(const any_expr &x, location where = location::here()) const {
        const graph::at here(x.owner(), where);
        if (!Function::rule(x.dims()).is_right()) fault::image_does_not_fit(x.dims());
        return Function::apply(x);
    }

    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return find_in_image<Function, S, T>();
    }
    template <class S, dtype T, is_mistake Mistake = typename decltype(find_in_image<Function, S, T>())::type>
    Mistake operator()(const expr<S, T> &, location = {}) const = delete;
};

}  // namespace sylvite::detail
