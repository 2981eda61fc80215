// What each mistake says at run time.
#include <sylvite/dsl/graph/fault.hpp>
#include <sylvite/dsl/graph/graph_error.hpp>

namespace sylvite {

std::string to_string(const shape &s) {
    std::string text = "[";
    for (int i = 0; i < s.rank; ++i) {
        if (i != 0) text += ", ";
        if (s[i].is_dynamic()) text += "up to ";
        text += std::to_string(s[i].value);
    }
    return text + "]";
}

namespace fault {

void shapes_do_not_match(const char *where, const shape &a, const shape &b) {
    throw graph_error(std::string(where) + ": shapes " + to_string(a) + " and " + to_string(b) + " do not match");
}
void dtypes_do_not_match(const char *where, dtype a, dtype b) {
    throw graph_error(std::string(where) + ": element types " + name_of(a) + " and " + name_of(b) +
                      " do not match; use cast");
}
void dtype_not_supported(const char *where, dtype found) {
    throw graph_error(std::string(where) + ": element type " + name_of(found) + " is not supported");
}
void shape_not_supported(const char *where, const shape &found) {
    throw graph_error(std::string(where) + ": shape " + to_string(found) + " is not supported");
}
void axis_out_of_range(const char *where, std::int64_t axis, const shape &found) {
    throw graph_error(std::string(where) + ": axis " + std::to_string(axis) + " is not an axis of shape " +
                      to_string(found));
}
void axis_is_dynamic(const char *where, std::int64_t axis, const shape &found) {
    throw graph_error(std::string(where) + ": axis " + std::to_string(axis) + " of shape " + to_string(found) +
                      " is dynamic; this operation needs a fixed extent there");
}
void slice_out_of_range(const shape &found, std::int64_t axis, std::int64_t begin, std::int64_t end,
                        std::int64_t step) {
    throw graph_error("slice: elements " + std::to_string(begin) + " to " + std::to_string(end) + " in steps of " +
                      std::to_string(step) + " of axis " + std::to_string(axis) + " of shape " + to_string(found) +
                      "; expected a step other than 0 and at least one element, all within the axis");
}
void padding_does_not_fit(const shape &found, std::int64_t axis) {
    throw graph_error("pad: axis " + std::to_string(axis) + " of shape " + to_string(found) +
                      "; expected a padding that leaves at least one element, and no negative interior one");
}
void malformed_slide(const shape &found, std::int64_t axis) {
    throw graph_error("slide: axis " + std::to_string(axis) + " of shape " + to_string(found) +
                      "; expected at least one position, and a step and a divisor of at least 1");
}
void malformed_window(const shape &found, std::int64_t axis, std::int64_t taps, std::int64_t stride,
                      std::int64_t dilation) {
    throw graph_error("windows: axis " + std::to_string(axis) + " of shape " + to_string(found) +
                      "; expected taps, a stride and a dilation of at least 1, found " + std::to_string(taps) + ", " +
                      std::to_string(stride) + " and " + std::to_string(dilation));
}
void window_does_not_fit(const shape &found, std::int64_t axis, std::int64_t reach, std::int64_t padding) {
    throw graph_error("windows: axis " + std::to_string(axis) + " of shape " + to_string(found) +
                      "; a window reaches over " + std::to_string(reach) + " elements, with a padding of " +
                      std::to_string(padding) +
                      " in sum; expected a padded axis that is as long, and along a run-time "
                      "extent a stride of 1 and a padding that keeps its length");
}
void image_does_not_fit(const shape &found) {
    throw graph_error("a function of images [batch, channels, axes...] does not fit shape " + to_string(found) +
                      "; an operand whose type has its shape shows what is wrong when it is compiled");
}
void malformed_einsum(std::string_view equation, const char *why) {
    throw graph_error("einsum \"" + std::string(equation) + "\": " + why);
}
void repeated_name(std::string_view name) {
    throw graph_error("the name \"" + std::string(name) +
                      "\" is declared twice; give each layer, parameter, state and input a name of its own, "
                      "layer::member(\"block\", k) in a loop, or apply one shared_layer several times");
}
void repeated_entry(std::string_view name) {
    throw graph_error("there are two entries \"" + std::string(name) +
                      "\"; put all outputs, metrics and updates of one entry into one call of net.entry");
}
void repeated_result(std::string_view name) {
    throw graph_error("one entry gives two results the name \"" + std::string(name) +
                      "\"; outputs and metrics of an entry have different names");
}
void shared_layer_is_applied_differently(std::string_view name, const shape &first, const shape &now) {
    throw graph_error("a shared layer declared \"" + std::string(name) + "\" with shape " + to_string(first) +
                      ", and now declares it with shape " + to_string(now) +
                      ", or with another element type or initialiser");
}
void empty_name(const char *where) {
    throw graph_error(std::string(where) + ": empty name; expected at least one character");
}
void loss_is_not_scalar(const shape &found) {
    throw graph_error("the loss must be a scalar (use mean or sum), found shape " + to_string(found));
}
void loss_is_not_floating(dtype found) {
    throw graph_error(std::string("the loss must be f32 or f64, found ") + name_of(found));
}
void loss_does_not_depend_on_a_parameter(std::string_view name) {
    throw graph_error("the loss does not depend on \"" + std::string(name) +
                      "\", so there is no gradient; where that is meant, freeze it or allow it with allow_unused");
}
void no_parameter_to_train() {
    throw graph_error("there is no parameter to train: none is declared before minimize, or all are frozen");
}
void no_parameter_of_this_name(std::string_view glob, std::string_view parameters) {
    throw graph_error("\"" + std::string(glob) + "\" matches the name of no parameter; those declared so far:" +
                      std::string(parameters.empty() ? " none" : parameters));
}
void parameter_in_two_sets(std::string_view name) {
    throw graph_error(
        "two entries train \"" + std::string(name) +
        "\" with one shared state, but together with different parameters; give the rule of one another name");
}
void gradient_is_not_stored(std::string_view name) {
    throw graph_error("no entry before this one stores the gradient of \"" + std::string(name) + "\"");
}
void rule_has_no_rate() {
    throw graph_error("the update rule has no learning rate; write {.rate = net.scalar(\"rate\")} or {.rate = 0.001}");
}
void number_out_of_range(const char *what, double found) {
    throw graph_error(std::string(what) + ", found " + std::to_string(found));
}
void number_below_0(const char *what, double found) {
    throw graph_error(std::string(what) + ": expected at least 0, found " + std::to_string(found));
}
void number_not_from_0_to_below_1(const char *what, double found) {
    throw graph_error(std::string(what) + ": expected at least 0 and less than 1, found " + std::to_string(found));
}
void gradient_of_something_that_is_not_differentiable(dtype found) {
    throw graph_error(std::string("a gradient is taken with respect to f32 or f64, found ") + name_of(found));
}
void assign_to_something_that_is_no_variable(const char *found) {
    throw graph_error(std::string("assign needs a parameter or a state as its target, found ") + found +
                      "; declare the target with net.parameter or net.state");
}
void two_assigns_to_one_variable(std::string_view name) {
    throw graph_error("one entry assigns to \"" + std::string(name) +
                      "\" twice; minimize one loss, the sum of several, or use an entry for each");
}
void adjoint_is_used_outside_of_its_custom_gradient() {
    throw graph_error("the adjoint that a custom_gradient's rule is given is used outside of the rule");
}
void entry_depends_on_a_mode_that_was_not_chosen() {
    throw graph_error("an entry reaches a value that depends on the mode: builders of tables resolve it first");
}
void entry_trains_in_evaluation_mode(std::string_view name) {
    throw graph_error("the entry \"" + std::string(name) +
                      "\" is in evaluation mode, and what it minimizes is not: write minimize(in_mode(evaluation_mode, "
                      "loss), ...) there too");
}
void probability_not_from_0_to_below_1(const char *what, double found) {
    throw graph_error(std::string(what) + ": a probability is at least 0 and less than 1, found " +
                      std::to_string(found));
}
void probability_not_from_0_to_1(const char *what, double found) {
    throw graph_error(std::string(what) + ": a probability is from 0 to 1, found " + std::to_string(found));
}
void variance_of_one_element(std::string_view state) {
    throw graph_error("an entry that trains averages \"" + std::string(state) +
                      "\", and there is one element a channel, which has no variance: give the batch two rows or more, "
                      "or freeze the layer");
}
void empty_entry(std::string_view name) {
    throw graph_error("the entry \"" + std::string(name) + "\" has no output, metric or update; write net.entry(\"" +
                      std::string(name) + "\", output(\"y\", y))");
}
void expressions_of_different_networks(const char *where) {
    throw graph_error(std::string(where) + ": the operands belong to different networks");
}

void too_many_attributes(std::size_t found) {
    throw graph_error("an operation has at most 32 attributes, found " + std::to_string(found));
}

}  // namespace fault
}  // namespace sylvite
