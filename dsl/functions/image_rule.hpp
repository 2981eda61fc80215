// Shape rules of functions of images [batch, channels, axes...]: ordinary functions of values. What is wrong with a
// call is a value too, of which `find_in_image` makes the mistake that compilers show. They are templates of the
// shape's type, so that what a network does not use is only read.
#pragma once

#include <sylvite/dsl/expr/expr.hpp>
#include <sylvite/dsl/functions/image_options.hpp>
#include <sylvite/dsl/graph/window.hpp>

#include <initializer_list>

namespace sylvite {

/// Why an image does not fit, and what the numbers behind it are.
enum class because : std::uint8_t {
    nothing_is_wrong,
    batch_channels_and_axes_are_expected,   // how many axes
    numbers_are_for_another_count_of_axes,  // of numbers, of axes
    channels_are_dynamic,
    channels_are_at_least_1,                         // found
    kernel_stride_and_dilation_are_at_least_1,       // each
    groups_do_not_divide_channels,                   // groups, channels, channels of the result
    kernel_is_larger_than_padded_image,              // axis, how far the kernel reaches, padded extent
    window_changes_length_of_dynamic_axis,           // axis
    same_padding_needs_a_stride_of_1,                // stride
    padding_is_negative,                             // in front, behind
    padding_is_larger_than_image,                    // axis, in front, behind
    padding_is_more_than_half_the_kernel,            // padding, how far the kernel reaches
    averages_have_no_dilation,                       // dilation
    output_padding_is_not_below_stride_or_dilation,  // each
    no_elements_would_be_left,                       // axis
    extent_is_not_divisible,                         // axis, by what
    number_of_windows_does_not_fit,                  // axis, expected
    axis_is_out_of_range,                            // axis
    axis_is_dynamic,                                 // axis
    batch_and_channels_are_expected,
    batch_channels_and_an_axis_are_expected,
    one_element_has_no_variance
};
template <class Shape, because Why, int... Numbers>
struct image_does_not_fit;

namespace detail {

/// The result's shape, or the first mistake with the numbers that show it.
struct image_result {
    sylvite::shape dims;
    because wrong = because::nothing_is_wrong;
    bool right = true;  // not by comparing `wrong`: that would look at the operators of expressions
    int count = 0;
    std::int64_t numbers[3] = {};

    [[nodiscard]] constexpr bool is_right() const { return right; }
    /// Whether this is right, and so is all before.
    constexpr bool require(bool condition, because otherwise, std::initializer_list<std::int64_t> shown) {
        if (condition || !right) return right;
        right = false;
        wrong = otherwise;
        for (const std::int64_t n : shown) numbers[count++] = n;
        return false;
    }
    constexpr bool require_count(std::int32_t given, int axes) {
        return require(given == 1 || given == axes, because::numbers_are_for_another_count_of_axes, {given, axes});
    }
};

/// Any shape.
template <class Shape>
constexpr image_result of_shape(const Shape &x) {
    return {x};
}
/// [batch, channels, axes...] with so many axes and a known number of channels.
template <class Shape>
constexpr image_result of_image(const Shape &x, int axes) {
    image_result r{x};
    r.require(x.rank == axes + 2, because::batch_channels_and_axes_are_expected, {axes});
    r.require(!x.extents[1].is_dynamic(), because::channels_are_dynamic, {});
    return r;
}

template <class Function, class S>
inline constexpr image_result image_result_of = Function::rule(shape_value<S>);

/// The mistake of `Function` with an operand of this shape and element type.
template <class Function, class S, dtype T>
constexpr auto find_in_image() {
    if constexpr (Function::takes_floats && !is_floating(T))
        return found<dtype_not_supported<element<T>>>{};
    else if constexpr (image_result_of<Function, S>.is_right())
        return nothing_found;
    else
        return []<std::size_t... K>(std::index_sequence<K...>) {
            constexpr const image_result &r = image_result_of<Function, S>;
            return found<image_does_not_fit<S, r.wrong, static_cast<int>(r.numbers[K])...>>{};
        }
    (std::make_index_sequence<static_cast<std::size_t>(image_result_of<Function, S>.count)>());
}

/// The shape that `Function` gives an operand, for lift.
template <class Function, class S>
struct image_shape {
    static constexpr sylvite::shape value = image_result_of<Function, S>.dims;
};

/// What bodies are called with: one for all shapes, and only where something is called.
template <class Expression>
constexpr any_expr untyped(const Expression &x) {
    return x;
}

/// What `make` gives, with the type that it has by the rule. Calls that no deleted overload foresees are refused here.
template <class Function, typed_expr X, class Make>
constexpr auto typed_image(const X &, Make make) {
    using mistake = typename decltype(find_in_image<Function, shape_t<X>, type_of<X>>())::type;
    SYLVITE_REQUIRE(!is_mistake<mistake>, mistake);
    const any_expr y = make();
    return result_expr<image_shape<Function, shape_t<X>>, type_of<X>>(y.owner(), y.id());
}

}  // namespace detail
}  // namespace sylvite
