// Mistakes found while a graph is built. In constant evaluation each of these functions ends the compilation, and its
// name is what the compiler shows; at run time each throws graph_error (graph_error.hpp) with one sentence, which
// stands in fault.cpp.
#pragma once

#include <sylvite/dsl/dtype.hpp>
#include <sylvite/dsl/shape.hpp>

#include <string_view>

namespace sylvite::fault {

[[noreturn]] void shapes_do_not_match(const char *where, const shape &a, const shape &b);
[[noreturn]] void dtypes_do_not_match(const char *where, dtype a, dtype b);
[[noreturn]] void dtype_not_supported(const char *where, dtype found);
[[noreturn]] void shape_not_supported(const char *where, const shape &found);
[[noreturn]] void axis_out_of_range(const char *where, std::int64_t axis, const shape &found);
[[noreturn]] void axis_is_dynamic(const char *where, std::int64_t axis, const shape &found);
[[noreturn]] void slice_out_of_range(const shape &found, std::int64_t axis, std::int64_t begin, std::int64_t end,
                                     std::int64_t step);
[[noreturn]] void padding_does_not_fit(const shape &found, std::int64_t axis);
[[noreturn]] void malformed_slide(const shape &found, std::int64_t axis);
[[noreturn]] void malformed_window(const shape &found, std::int64_t axis, std::int64_t taps, std::int64_t stride,
                                   std::int64_t dilation);
[[noreturn]] void window_does_not_fit(const shape &found, std::int64_t axis, std::int64_t reach, std::int64_t padding);
[[noreturn]] void image_does_not_fit(const shape &found);
[[noreturn]] void malformed_einsum(std::string_view equation, const char *why);
[[noreturn]] void repeated_name(std::string_view name);
[[noreturn]] void repeated_entry(std::string_view name);
[[noreturn]] void repeated_result(std::string_view name);
[[noreturn]] void shared_layer_is_applied_differently(std::string_view name, const shape &first, const shape &now);
[[noreturn]] void empty_name(const char *where);
[[noreturn]] void loss_is_not_scalar(const shape &found);
[[noreturn]] void loss_is_not_floating(dtype found);
[[noreturn]] void loss_does_not_depend_on_a_parameter(std::string_view name);
[[noreturn]] void no_parameter_to_train();
[[noreturn]] void no_parameter_of_this_name(std::string_view glob, std::string_view parameters);
[[noreturn]] void parameter_in_two_sets(std::string_view name);
[[noreturn]] void gradient_is_not_stored(std::string_view name);
[[noreturn]] void rule_has_no_rate();
[[noreturn]] void number_out_of_range(const char *what, double found);
[[noreturn]] void number_below_0(const char *what, double found);
[[noreturn]] void number_not_from_0_to_below_1(const char *what, double found);
[[noreturn]] void gradient_of_something_that_is_not_differentiable(dtype found);
[[noreturn]] void assign_to_something_that_is_no_variable(const char *found);
[[noreturn]] void two_assigns_to_one_variable(std::string_view name);
[[noreturn]] void adjoint_is_used_outside_of_its_custom_gradient();
[[noreturn]] void entry_depends_on_a_mode_that_was_not_chosen();
[[noreturn]] void entry_trains_in_evaluation_mode(std::string_view name);
[[noreturn]] void probability_not_from_0_to_below_1(const char *what, double found);
[[noreturn]] void probability_not_from_0_to_1(const char *what, double found);
[[noreturn]] void variance_of_one_element(std::string_view state);
[[noreturn]] void empty_entry(std::string_view name);
[[noreturn]] void expressions_of_different_networks(const char *where);
[[noreturn]] void too_many_attributes(std::size_t found);

}  // namespace sylvite::fault
