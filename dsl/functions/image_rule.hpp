// Shape rules of functions of images [batch, channels, axes...]: ordinary functions of values. What is wrong with a
// call is a value too, of which `find_in_image` makes the mistake that compilers show.
#pragma once

#include <sylvite/dsl/expr/expr.hpp>
#include <sylvite/dsl/functions/image_options.hpp>
#include <sylvite/dsl/graph/window.hpp>

namespace sylvite {

template <class Shape, int Axes>
struct expected_batch_channels_and_axes;
template <int Given, int Axes>
struct numbers_for_another_count_of_axes;
template <class Shape>
struct channels_are_dynamic;
template <int Channels>
struct channels_are_at_least_1;
template <int Kernel, int Stride, int Dilation>
struct kernel_stride_and_dilation_are_at_least_1;
template <int Groups, int In, int Out>
struct groups_do_not_divide_channels;
template <class Shape, int Axis, int Reach, int Padded>
struct kernel_is_larger_than_padded_image;
template <class Shape, int Axis>
struct window_changes_the_length_of_a_dynamic_axis;
template <int Stride>
struct same_padding_needs_a_stride_of_1;
template <int Low, int High>
struct padding_is_negative;
template <class Shape, int Axis, int Low, int High>
struct padding_is_larger_than_image;
template <int Padding, int Kernel>
struct padding_is_more_than_half_the_kernel;
template <int Dilation>
struct averages_have_no_dilation;
template <int OutputPadding, int Stride, int Dilation>
struct output_padding_is_not_below_stride_or_dilation;
template <class Shape, int Axis>
struct no_elements_would_be_left;
template <class Shape, int Axis, int Factor>
struct extent_is_not_divisible;
template <class Shape, int Axis, int Expected>
struct number_of_windows_does_not_fit;

namespace detail {

enum class image_mistake : std::uint8_t {
    none,
    rank,
    count_of_numbers,
    dynamic_channels,
    no_channels,
    not_positive,
    groups,
    large_kernel,
    changed_length,
    strided_same,
    negative_padding,
    large_padding,
    more_than_half,
    dilated_average,
    output_padding,
    nothing_left,
    not_divisible,
    number_of_windows,
    axis,
    dynamic_axis
};

/// The result's shape, or the first mistake with the numbers that show it.
struct image_result {
    sylvite::shape dims;
    image_mistake wrong = image_mistake::none;
    std::int64_t a = 0, b = 0, c = 0;

    [[nodiscard]] constexpr bool is_right() const { return wrong == image_mistake::none; }
    /// Whether this is right, and so is all before.
    constexpr bool require(bool condition, image_mistake otherwise, std::int64_t x = 0, std::int64_t y = 0,
                           std::int64_t z = 0) {
        if (!condition && is_right()) {
            wrong = otherwise;
            a = x;
            b = y;
            c = z;
        }
        return is_right();
    }
    constexpr bool require_count(std::int32_t given, int axes) {
        return require(given == 1 || given == axes, image_mistake::count_of_numbers, given, axes);
    }
};

/// [batch, channels, axes...] with so many axes and a known number of channels.
constexpr image_result of_image(const sylvite::shape &x, int axes) {
    image_result r{x};
    r.require(x.rank == axes + 2, image_mistake::rank, axes);
    r.require(!x.extents[1].is_dynamic(), image_mistake::dynamic_channels);
    return r;
}

/// The mistake of `Function` with an operand of this shape and element type.
template <class Function, class S, dtype T>
constexpr auto find_in_image() {
    using enum image_mistake;
    constexpr image_result r = Function::rule(shape_value<S>);
    constexpr int a = static_cast<int>(r.a), b = static_cast<int>(r.b), c = static_cast<int>(r.c);
    if constexpr (Function::takes_floats && !is_floating(T))
        return found<dtype_not_supported<element<T>>>{};
    else if constexpr (r.wrong == none)
        return nothing_found;
    else if constexpr (r.wrong == rank)
        return found<expected_batch_channels_and_axes<S, a>>{};
    else if constexpr (r.wrong == count_of_numbers)
        return found<numbers_for_another_count_of_axes<a, b>>{};
    else if constexpr (r.wrong == dynamic_channels)
        return found<channels_are_dynamic<S>>{};
    else if constexpr (r.wrong == no_channels)
        return found<channels_are_at_least_1<a>>{};
    else if constexpr (r.wrong == not_positive)
        return found<kernel_stride_and_dilation_are_at_least_1<a, b, c>>{};
    else if constexpr (r.wrong == groups)
        return found<groups_do_not_divide_channels<a, b, c>>{};
    else if constexpr (r.wrong == large_kernel)
        return found<kernel_is_larger_than_padded_image<S, a, b, c>>{};
    else if constexpr (r.wrong == changed_length)
        return found<window_changes_the_length_of_a_dynamic_axis<S, a>>{};
    else if constexpr (r.wrong == strided_same)
        return found<same_padding_needs_a_stride_of_1<a>>{};
    else if constexpr (r.wrong == negative_padding)
        return found<padding_is_negative<a, b>>{};
    else if constexpr (r.wrong == large_padding)
        return found<padding_is_larger_than_image<S, a, b, c>>{};
    else if constexpr (r.wrong == more_than_half)
        return found<padding_is_more_than_half_the_kernel<a, b>>{};
    else if constexpr (r.wrong == dilated_average)
        return found<averages_have_no_dilation<a>>{};
    else if constexpr (r.wrong == output_padding)
        return found<output_padding_is_not_below_stride_or_dilation<a, b, c>>{};
    else if constexpr (r.wrong == nothing_left)
        return found<no_elements_would_be_left<S, a>>{};
    else if constexpr (r.wrong == not_divisible)
        return found<extent_is_not_divisible<S, a, b>>{};
    else if constexpr (r.wrong == number_of_windows)
        return found<number_of_windows_does_not_fit<S, a, b>>{};
    else if constexpr (r.wrong == axis)
        return found<axis_out_of_range<S, a>>{};
    else
        return found<axis_is_dynamic<S, a>>{};
}

/// The shape that `Function` gives an operand, for lift.
template <class Function, class S>
struct image_shape {
    static constexpr sylvite::shape value = Function::rule(shape_value<S>).dims;
};

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
