// What a network's call operator receives: inputs, parameters, states and entries are declared here.
#pragma once

#include <sylvite/dsl/expr/contraction.hpp>
#include <sylvite/dsl/expr/indexing.hpp>
#include <sylvite/dsl/expr/mode.hpp>
#include <sylvite/dsl/expr/wrong_calls.hpp>
#include <sylvite/dsl/initialiser.hpp>

namespace sylvite {

namespace detail {
template <class... Arguments>
inline constexpr bool is_named_expression = false;
template <class Name, class Value>
inline constexpr bool is_named_expression<Name, Value> = text_like<Name> &&std::convertible_to<const Value &, any_expr>;
}  // namespace detail

/// A value that an entry gives back, under this name.
struct [[nodiscard("pass it to net.entry")]] output_item {
    std::string_view name;
    any_expr value;
};
constexpr output_item output(std::string_view name, any_expr value) { return {name, value}; }
template <class... Arguments>
requires(!detail::is_named_expression<Arguments...>)
    SYLVITE_REFUSE("an output has a name and an expression: output(\"y\", y)")
constexpr output_item output(const Arguments &...) { return {}; }

/// A number that is averaged over all elements of the expression: a loss, an accuracy. The runtime keeps sum and
/// count, so that the mean over batches of unequal size is exact.
struct [[nodiscard("pass it to net.entry")]] metric_item {
    std::string_view name;
    any_expr value;
};
constexpr metric_item metric(std::string_view name, any_expr value) { return {name, value}; }
template <class... Arguments>
requires(!detail::is_named_expression<Arguments...>)
    SYLVITE_REFUSE("a metric has a name and an expression: metric(\"loss\", loss)")
constexpr metric_item metric(const Arguments &...) { return {}; }

/// Assignments to parameters and states: some operations with effects, one after the other. A plain range, since GCC
/// names the line of a failing call only where the call returns a trivial type.
struct [[nodiscard("pass it to net.entry")]] updates {
    std::uint32_t first = 0, last = 0;
    bool trains = false;                      // the entry is one that trains
    graph::node_id trained = graph::no_node;  // the loss, if it is differentiated here
};

/// target takes this value when the entry ends.
constexpr updates assign(any_expr target, any_expr value, location where = location::here()) {
    graph::builder &owner = detail::common_owner(target, value, "assign");
    const graph::at here(owner, where);
    const std::uint32_t first = owner.effect_count();
    graph::assign(owner, target.id(), value.id());
    return {first, owner.effect_count()};
}
/// All elements take this value.
template <literal_number N>
constexpr updates assign(any_expr target, N value, location where = location::here()) {
    graph::builder &b = target.owner();
    const graph::node_id each = graph::constant(b, target.type(), static_cast<double>(value));
    return assign(target, any_expr(b, graph::broadcast_to(b, each, target.dims())), where);
}

namespace detail {
template <class T>
concept entry_item = std::same_as<T, output_item> || std::same_as<T, metric_item> || std::same_as<T, updates> ||
    std::same_as<T, mode_item>;

template <class... Arguments>
inline constexpr bool is_entry = false;
template <class Name, class... Items>
inline constexpr bool is_entry<Name, Items...> = text_like<Name> && (entry_item<Items> && ...);

/// The first axis counts outputs, the others inputs.
constexpr initialiser with_fans(initialiser start, const sylvite::shape &dims, dtype type = f32) {
    if (start.how == initialiser::kind::orthogonal) {
        if (dims.rank < 2) fault::shape_not_supported("orthogonal initialiser", dims);
        if (!is_floating(type)) fault::dtype_not_supported("orthogonal initialiser", type);
    }
    const std::int64_t out = dims.rank == 0 ? 1 : dims[0].value;
    return resolve(start, dims.volume() / out, out);
}
}  // namespace detail

class network : public detail::wrong_calls {
  public:
    using wrong_calls::input;
    using wrong_calls::parameter;
    using wrong_calls::scalar;
    using wrong_calls::state;

    constexpr explicit network(graph::builder &b) : builder_(&b) {}

    /// A tensor that the program gives at each call.
    template <dtype Type, auto... Dims>
    requires detail::legal_leaf<false, Dims...>
    constexpr auto input(std::string_view name, location where = location::here()) const {
        const graph::at here(*builder_, where);
        return declare<Type, Dims...>(graph::op::input, name, {0});
    }
    /// A number that the program gives at each call, such as a learning rate.
    template <dtype Type = f32>
    constexpr auto scalar(std::string_view name, location where = location::here()) const {
        const graph::at here(*builder_, where);
        return declare<Type>(graph::op::input, name, {1});
    }
    /// A tensor that is trained and saved. For fans: the first axis counts outputs, the others inputs.
    template <dtype Type, auto... Dims>
    requires detail::legal_leaf<true, Dims...>
    constexpr auto parameter(std::string_view name, initialiser start = zeros,
                             location where = location::here()) const {
        const graph::at here(*builder_, where);
        constexpr sylvite::shape dims = detail::shape_of_dims<Dims...>::value;
        return declare_variable<Type, Dims...>(graph::op::parameter, name, detail::with_fans(start, dims, Type));
    }
    /// A tensor that is kept between calls and not trained.
    template <dtype Type, auto... Dims>
    requires detail::legal_leaf<true, Dims...>
    constexpr auto state(std::string_view name, initialiser start = zeros, location where = location::here()) const {
        const graph::at here(*builder_, where);
        constexpr sylvite::shape dims = detail::shape_of_dims<Dims...>::value;
        return declare_variable<Type, Dims...>(graph::op::state, name, detail::with_fans(start, dims, Type));
    }

    /// Something that the program can run: outputs, metrics and updates, over one set of parameters. With updates that
    /// train it is in training mode, else in evaluation mode, unless an item says otherwise: training_mode for dropout
    /// in a prediction (Monte Carlo dropout).
    template <detail::entry_item... Items>
    constexpr void entry(detail::name_here name, const Items &...items) const {
        builder_->note(name.where);
        graph::list<graph::root> roots, samples;
        graph::mode mode = graph::mode::evaluation;
        (find_mode(mode, items), ...);
        (choose_mode(mode, items), ...);
        if (mode == graph::mode::evaluation) (require_no_markers(name.text, items), ...);
        (append(roots, items, mode), ...);
        if (builder_->modes().has_effects && mode == graph::mode::training) {
            graph::list<graph::node_id> reached;
            (note_values(reached, items), ...);
            append_carried(roots, samples, graph::carried_effects(*builder_, reached.view()));
        }
        builder_->add_entry(name.text, roots.view(), samples.view());
    }
    template <class... Arguments>
    requires(!detail::is_entry<Arguments...>) SYLVITE_REFUSE(
        "an entry has a name and results: net.entry(\"predict\", output(\"y\", y)); results are output(...), "
        "metric(...), minimize(...) and assign(...)")
    constexpr void entry(const Arguments &...) const {}

    [[nodiscard]] constexpr graph::builder &owner() const { return *builder_; }

  private:
    template <dtype Type, auto... Dims>
    constexpr auto declare(graph::op kind, std::string_view name, std::initializer_list<std::int64_t> more) const {
        const graph::node_id id = builder_->declare(kind, name, Type, detail::shape_of_dims<Dims...>::value, more);
        return expr<shape_type<Dims...>, Type>(*builder_, id);
    }
    template <dtype Type, auto... Dims>
    constexpr auto declare_variable(graph::op kind, std::string_view name, initialiser start) const {
        return declare<Type, Dims...>(kind, name,
                                      {static_cast<std::int64_t>(start.how), std::bit_cast<std::int64_t>(start.a),
                                       std::bit_cast<std::int64_t>(start.b)});
    }

    // the mode of an entry

    template <class Item>
    static constexpr void find_mode(graph::mode &mode, const Item &item) {
        if constexpr (std::same_as<Item, updates>)
            if (item.trains) mode = graph::mode::training;
    }
    template <class Item>
    static constexpr void choose_mode(graph::mode &mode, const Item &item) {
        if constexpr (std::same_as<Item, mode_item>) mode = item.chosen;
    }
    /// A loss was differentiated in training mode.
    template <class Item>
    constexpr void require_no_markers(std::string_view entry, const Item &item) const {
        if constexpr (std::same_as<Item, updates>)
            if (item.trained != graph::no_node &&
                graph::resolve(*builder_, graph::mode::training, item.trained) != item.trained)
                builder_->report(fault::entry_trains_in_evaluation_mode, "in evaluation mode, and trains", entry);
    }
    /// What an item is computed from, markers included.
    template <class Item>
    constexpr void note_values(graph::list<graph::node_id> &nodes, const Item &item) const {
        if constexpr (std::same_as<Item, updates>) {
            for (std::uint32_t k = item.first; k < item.last; ++k) nodes.push_back(builder_->effect(k));
            if (item.trained != graph::no_node) nodes.push_back(item.trained);
        } else if constexpr (!std::same_as<Item, mode_item>) {
            nodes.push_back(item.value.id());
        }
    }

    // its results

    constexpr void append(graph::list<graph::root> &, const mode_item &, graph::mode) const {}
    constexpr void append(graph::list<graph::root> &roots, const output_item &item, graph::mode mode) const {
        graph::root r;
        r.what = graph::root_kind::output;
        r.name = builder_->intern(item.name);
        r.node = graph::result_of(*builder_, graph::resolve(*builder_, mode, item.value.id()));
        roots.push_back(r);
    }
    constexpr void append(graph::list<graph::root> &roots, const metric_item &item, graph::mode mode) const {
        graph::builder &b = *builder_;
        const sylvite::shape dims = item.value.dims();
        graph::root r;
        r.what = graph::root_kind::metric;
        r.name = b.intern(item.name);
        for (int i = 0; i < dims.rank; ++i) {
            if (dims[i].is_dynamic())
                r.symbol_mask |= 1u << (dims[i].symbol - 1);
            else
                r.static_count *= dims[i].value;
        }
        const graph::node_id wide = graph::cast(b, graph::resolve(b, mode, item.value.id()), f64);
        r.node = graph::result_of(b, graph::reduce(b, graph::op::reduce_sum, wide, graph::all_axes(dims)));
        roots.push_back(r);
    }
    constexpr void append(graph::list<graph::root> &roots, const updates &items, graph::mode mode) const {
        for (std::uint32_t k = items.first; k < items.last; ++k) {
            graph::root r;
            r.what = graph::root_kind::update;
            r.node = graph::resolve_assign(*builder_, mode, builder_->effect(k));
            roots.push_back(r);
        }
    }
    /// A layer that is applied several times assigns to its states with each application, one after the other.
    constexpr void append_carried(graph::list<graph::root> &roots, graph::list<graph::root> &samples,
                                  const graph::list<graph::carried_effect> &all) const {
        graph::builder &b = *builder_;
        const std::size_t first = roots.size();
        for (const graph::carried_effect &c : all) {
            const graph::node_id target = b[c.effect].inputs[0];
            if (c.of.fixed == 1) append_sample(samples, target, c.of.symbol_mask);
            std::size_t i = first;
            while (i < roots.size() && b[roots[i].node].inputs[0] != target) ++i;
            graph::node_id before = graph::no_node;
            if (i < roots.size()) {
                before = b[roots[i].node].inputs[1];
            } else {
                roots.push_back({});
                roots[i].what = graph::root_kind::update;
            }
            roots[i].node = graph::resolve_assign(b, graph::mode::training, c.effect, before);
        }
    }
    /// Two elements at least: known now, or asked of each run, once for all states.
    constexpr void append_sample(graph::list<graph::root> &samples, graph::node_id state, std::uint32_t mask) const {
        graph::builder &b = *builder_;
        if (mask == 0)
            b.report(fault::variance_of_one_element, "one element a channel to train",
                     b.name(static_cast<graph::name_id>(b.attributes(state)[0])));
        for (const graph::root &known : samples)
            if (known.symbol_mask == mask) return;
        graph::root r;
        r.what = graph::root_kind::sample;
        r.node = state;
        r.symbol_mask = mask;
        samples.push_back(r);
    }

    graph::builder *builder_;
};

}  // namespace sylvite
