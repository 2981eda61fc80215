// Gradients that are kept between entries: to look at them or change them before they are applied, and to accumulate
// them over several batches.
#pragma once

#include <sylvite/dsl/optimizers/minimize.hpp>

namespace sylvite {

/// A network, and where it was handed over.
class network_at {
  public:
    constexpr network_at(const network &net, location where = location::here())  // NOLINT
        : owner_(&net.owner()), where_(where) {}
    [[nodiscard]] constexpr graph::builder &owner() const { return *owner_; }
    [[nodiscard]] constexpr location where() const { return where_; }

  private:
    graph::builder *owner_;
    location where_;
};

/// An option of accumulate_gradients: how much the gradients of a batch count, a scalar. Such as the number of words
/// that are no padding.
struct weighted_by {
    any_expr weight;
    constexpr explicit weighted_by(any_expr by) : weight(by) {}
};

namespace detail {

inline constexpr std::string_view stored_gradient = "gradient", accumulated_weight = "gradient_weight";

template <class Option>
inline constexpr bool is_weight = std::is_same_v<Option, weighted_by>;

/// f64 scalar: the run-time extent of the lowest symbol that the loss depends on, which the runtime counts as rows; 1
/// where all extents are fixed.
constexpr any_expr rows_of(const any_expr &loss) {
    graph::builder &b = loss.owner();
    graph::list<unsigned char> reached(loss.id() + 1, 0);
    reached[loss.id()] = 1;
    extent lowest{1, 0};
    for (graph::node_id id = loss.id() + 1; id-- > 0;) {
        if (reached[id] == 0) continue;
        const graph::node &n = b[id];
        for (int k = 0; k < n.input_count; ++k) reached[n.inputs[k]] = 1;
        const shape &dims = b.dims(n);
        for (int i = 0; i < dims.rank; ++i)
            if (dims[i].is_dynamic() && (!lowest.is_dynamic() || dims[i].symbol < lowest.symbol)) lowest = dims[i];
    }
    return {b, graph::cast(b, graph::extent_of(b, lowest), f64)};
}

template <class... Options>
constexpr any_expr weight_of(const any_expr &loss, const Options &...options) {
    any_expr weight;
    [[maybe_unused]] const auto take = [&](const auto &option) {
        if constexpr (is_weight<std::remove_cvref_t<decltype(option)>>) weight = option.weight;
    };
    (take(options), ...);
    if (weight.empty()) return rows_of(loss);
    if (weight.dims().rank != 0) fault::shape_not_supported("weighted_by", weight.dims());
    return {weight.owner(), graph::cast(weight.owner(), weight.id(), f64)};
}

/// The parameters that are not frozen, with the gradients that an entry has stored.
template <class... Options>
constexpr graph::list<trained_parameter> stored_gradients_of(graph::builder &b, const Options &...options) {
    graph::list<trained_parameter> found;
    update_context states(b, {});
    for (const graph::node_id id : parameters_to_train(b, options...)) {
        const any_expr parameter(b, id);
        const std::string_view name = name_of_expression(b, id);
        if (states.has_state(parameter, stored_gradient))
            found.push_back({parameter, states.state_of(parameter, stored_gradient)});
        else if (!(permits_unused(options, name) || ...))
            b.report(fault::gradient_is_not_stored, "no entry stores the gradient of", name);
    }
    return found;
}

}  // namespace detail

/// Keeps the gradient of each parameter in a state "PARAMETER.gradient", readable and writable until apply_gradients.
/// Options: freeze and allow_unused.
template <class... Options>
constexpr auto store_gradients(const loss_at &loss, const Options &...options) {
    static_assert((detail::is_selection<Options> && ...),
                  "sylvite: store_gradients takes freeze and allow_unused; other options belong to apply_gradients");
    const graph::at here(loss.owner(), loss.where());
    update_context context(loss.owner(), detail::gradients_of(loss, options...));
    for (const trained_parameter &p : context.parameters())
        context.assign(context.state_of(p.value, detail::stored_gradient), p.gradient);
    return context.training_result(loss);
}

/// One step of the update rule with the gradients that store_gradients kept, which stands before it in the network.
/// Options as of minimize; a parameter that is frozen there must be frozen, or allowed to be unused, here.
template <class Rule, class... Options>
constexpr updates apply_gradients(const network_at &net, const Rule &rule, const Options &...options) {
    const graph::at here(net.owner(), net.where());
    update_context context(net.owner(), detail::stored_gradients_of(net.owner(), options...));
    detail::update(context, rule, options...);
    return context.training_result();
}

/// Adds weight x gradient to "PARAMETER.gradient" of each parameter, and the weight to a state that they share. The
/// weight is the number of rows of the batch (the run-time extent of the lowest symbol that the loss depends on; 1
/// where all extents are fixed), or what weighted_by gives. apply_accumulated then makes the step of the loss
/// sum(weight x loss) / sum(weight) over all batches since the last: for a mean over rows exactly the mean over all
/// their rows, however unequal the batches are. Options: freeze, allow_unused, weighted_by.
template <class... Options>
constexpr auto accumulate_gradients(const loss_at &loss, const Options &...options) {
    static_assert(((detail::is_selection<Options> || detail::is_weight<Options>)&&...),
                  "sylvite: accumulate_gradients takes freeze, allow_unused and weighted_by; other options belong to "
                  "apply_accumulated");
    const graph::at here(loss.owner(), loss.where());
    update_context context(loss.owner(), detail::gradients_of(loss, options...));
    if (context.parameters().empty()) return context.training_result(loss);
    const any_expr weight = detail::weight_of(loss, options...);
    const any_expr total = context.shared_state(detail::accumulated_weight, f64, zeros);
    context.assign(total, total + weight);
    for (const trained_parameter &p : context.parameters()) {
        const any_expr sum = context.state_of(p.value, detail::stored_gradient);
        context.assign(sum, sum + p.gradient * context.converted(weight, p.gradient.type()));
    }
    return context.training_result(loss);
}

/// One step of the update rule with the weighted mean of the gradients that accumulate_gradients summed, which stands
/// before it in the network; then the sums start again at zero. Without any, the gradients are zero. Options as of
/// apply_gradients.
template <class Rule, class... Options>
constexpr updates apply_accumulated(const network_at &net, const Rule &rule, const Options &...options) {
    const graph::at here(net.owner(), net.where());
    update_context context(net.owner(), detail::stored_gradients_of(net.owner(), options...));
    if (context.parameters().empty()) return context.training_result();
    if (!context.has_state(context.parameters()[0].value, detail::accumulated_weight)) {
        const any_expr first = context.parameters()[0].value;
        net.owner().report(fault::gradient_is_not_stored, "no entry accumulates the gradient of",
                           context.name_of(first));
    }
    const any_expr total = context.shared_state(detail::accumulated_weight, f64, zeros);
    const any_expr divisor = select(total == 0, 1, total);
    context.assign(total, context.literal(f64, 0));
    for (trained_parameter &p : context.parameters()) {
        const any_expr sum = p.gradient;
        p.gradient = sum / context.converted(divisor, sum.type());
        context.assign(sum, any_expr(net.owner(), graph::broadcast_to(net.owner(), context.literal(sum.type(), 0).id(),
                                                                      sum.dims())));
    }
    detail::update(context, rule, options...);
    return context.training_result();
}

}  // namespace sylvite
