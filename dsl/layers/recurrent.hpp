// Recurrent layers: a plain one (J. L. Elman 1990), LSTM (S. Hochreiter, J. Schmidhuber 1997) and GRU (K. Cho et al.
// 2014).
#pragma once

#include <sylvite/dsl/layers/object.hpp>
#include <sylvite/dsl/layers/recurrent_cells.hpp>

#include <tuple>

namespace sylvite {

namespace detail {

/// x [batch, time, width] as [batch, time, hidden], or twice as many of two directions.
template <typed_expr X, std::int64_t Hidden, recurrent Of>
struct recurrent_outputs {
    static constexpr sylvite::shape value = [] {
        sylvite::shape s = shape_of<X>;
        s[2] = {Hidden * (Of.bidirectional ? 2 : 1), 0};
        return s;
    }();
};
/// [layers, or twice as many, batch, hidden]
template <typed_expr X, std::int64_t Hidden, recurrent Of>
struct recurrent_states {
    static constexpr sylvite::shape value = [] {
        sylvite::shape s;
        s.push_back({Of.layers * (Of.bidirectional ? 2 : 1), 0});
        s.push_back(shape_of<X>.extents[0]);
        s.push_back({Hidden, 0});
        return s;
    }();
};

template <std::int64_t Hidden, recurrent Of, class S, dtype T>
constexpr auto find_in_recurrent() {
    if constexpr (!legal_extents<Hidden, static_cast<std::int64_t>(Of.layers)>)
        return find_in_extents<Hidden, static_cast<std::int64_t>(Of.layers)>();
    else if constexpr (shape_value<S>.rank < 3)
        return found<fewer_axes_than<S, 3>>{};
    else
        return find_in_rows<S, T>();
}

template <cell Kind, std::int64_t Hidden, recurrent Of>
struct recurrent_layer : layer::recurrent_options {
    template <typed_expr X>
    constexpr auto operator()(std::string_view name, const X &x, location where = location::here()) const {
        recurrent_state states;
        return run(name, x, states, where);
    }
    template <typed_expr X>
    constexpr auto run(std::string_view name, const X &x, recurrent_state &states, location where) const {
        const graph::at here(x.owner(), where);
        require_rows<X>();
        static_assert(shape_of<X>.rank == 3, "sylvite: a recurrent layer takes [batch, time, width]");
        const any_expr y = run_recurrent(Kind, name, x, Hidden, Of, *this, states);
        return result_expr<recurrent_outputs<X, Hidden, Of>, type_of<X>>(y);
    }

    template <class S, dtype T>
    static constexpr auto find_mistake() {
        return find_in_recurrent<Hidden, Of, S, T>();
    }
};

template <cell Kind, std::int64_t Hidden, recurrent Of, typed_expr X, typed_expr... States>
constexpr auto run_with_state(std::string_view name, const X &x, const layer::recurrent_options &options,
                              location where, const States &...starts) {
    using state = result_expr<recurrent_states<X, Hidden, Of>, type_of<X>>;
    static_assert(
        (std::same_as<States, state> && ...),
        "sylvite: the state of a recurrent layer is [layers, or twice as many of two directions, batch, hidden]");
    recurrent_state states{starts...};
    const auto y = recurrent_layer<Kind, Hidden, Of>{options}.run(name, x, states, where);
    if constexpr (Kind == cell::lstm)
        return std::tuple(y, state(states.h), state(states.c));
    else
        return std::tuple(y, state(states.h));
}

}  // namespace detail

namespace layer {
/// h <- tanh(W x + b + U h + b'). PyTorch's RNN(batch_first=True), with its parameters: "NAME.weight_ih_l0" [Hidden,
/// width], "NAME.weight_hh_l0" [Hidden, Hidden], "NAME.bias_ih_l0", "NAME.bias_hh_l0", with l1 of the next layer and
/// with _reverse behind them of the second direction.
template <std::int64_t Hidden, recurrent Of = recurrent{}>
using rnn = detail::recurrent_layer<detail::cell::rnn, Hidden, Of>;
/// PyTorch's LSTM; the rows of parameters are those of the gates i, f, g, o.
template <std::int64_t Hidden, recurrent Of = recurrent{}>
using lstm = detail::recurrent_layer<detail::cell::lstm, Hidden, Of>;
/// PyTorch's GRU; the rows of parameters are those of the gates r, z, n.
template <std::int64_t Hidden, recurrent Of = recurrent{}>
using gru = detail::recurrent_layer<detail::cell::gru, Hidden, Of>;
}  // namespace layer

/// lstm<64>("lstm", x), lstm<64, recurrent{.layers = 2, .bidirectional = true}>("lstm", x, {.dropout = 0.2}): the
/// outputs of all steps, from a state of 0. x [batch, time, width]; batch and time may be dynamic. Without operands a
/// layer of a sequence.
template <std::int64_t Hidden, recurrent Of = recurrent{}>
inline constexpr detail::layer_object<layer::rnn<Hidden, Of>, layer::recurrent_options> rnn{};
template <std::int64_t Hidden, recurrent Of = recurrent{}>
inline constexpr detail::layer_object<layer::lstm<Hidden, Of>, layer::recurrent_options> lstm{};
template <std::int64_t Hidden, recurrent Of = recurrent{}>
inline constexpr detail::layer_object<layer::gru<Hidden, Of>, layer::recurrent_options> gru{};

/// The same from a state that is given; the outputs, and the state behind the last step:
///   const auto [y, h] = rnn_with_state<64>("rnn", x, start);
/// A start that is a network's state, to which an entry assigns h, goes on where the call before has ended; no gradient
/// flows through it (truncated back-propagation).
template <std::int64_t Hidden, recurrent Of = recurrent{}, typed_expr X, typed_expr H>
constexpr auto rnn_with_state(std::string_view name, const X &x, const H &h,
                              const layer::recurrent_options &options = {}, location where = location::here()) {
    return detail::run_with_state<detail::cell::rnn, Hidden, Of>(name, x, options, where, h);
}
template <std::int64_t Hidden, recurrent Of = recurrent{}, typed_expr X, typed_expr H>
constexpr auto gru_with_state(std::string_view name, const X &x, const H &h,
                              const layer::recurrent_options &options = {}, location where = location::here()) {
    return detail::run_with_state<detail::cell::gru, Hidden, Of>(name, x, options, where, h);
}
/// const auto [y, h, c] = lstm_with_state<64>("lstm", x, start_h, start_c);
template <std::int64_t Hidden, recurrent Of = recurrent{}, typed_expr X, typed_expr H>
constexpr auto lstm_with_state(std::string_view name, const X &x, const H &h, const H &c,
                               const layer::recurrent_options &options = {}, location where = location::here()) {
    return detail::run_with_state<detail::cell::lstm, Hidden, Of>(name, x, options, where, h, c);
}

}  // namespace sylvite
