// The cells of recurrent layers, and layers of them in one direction or two: untyped, time first.
#pragma once

#include <sylvite/dsl/expr/elementwise.hpp>
#include <sylvite/dsl/layers/dropout.hpp>
#include <sylvite/dsl/ops/loop.hpp>

namespace sylvite {

/// What shapes depend on.
struct recurrent {
    int layers = 1;  // one upon the other
    bool bidirectional = false;
};

namespace layer {
/// Of all recurrent layers.
struct recurrent_options {
    bool bias = true;
    double dropout = 0;     // the probability that an output of a layer below another one is dropped in training
    any_expr lengths = {};  // i32 [batch]: the steps of each row; behind them outputs are 0 and states stay
    bool relu = false;      // of rnn: in place of tanh
};
}  // namespace layer

namespace detail {

enum class cell : std::uint8_t { rnn, lstm, gru };
[[nodiscard]] constexpr std::int64_t gates_of(cell kind) { return kind == cell::rnn ? 1 : kind == cell::lstm ? 4 : 3; }

/// The states of one layer in one direction; c of an LSTM alone.
struct recurrent_state {
    any_expr h = {}, c = {};
};

/// One layer in one direction: its parameters, and its loop.
class recurrent_run {
  public:
    constexpr recurrent_run(cell kind, std::string_view name, std::string_view suffix, any_expr x, std::int64_t hidden,
                            const layer::recurrent_options &options)
        : b_(x.owner()), kind_(kind), name_(name), suffix_(suffix), options_(options), hidden_(hidden),
          type_(x.type()) {
        const std::int64_t rows = gates_of(kind) * hidden, width = x.dims()[2].value;
        const any_expr in = parameter("weight_ih_", {rows, width});
        recurrent_ = parameter("weight_hh_", {rows, hidden});
        projected_ = {b_, graph::einsum(b_, "tnf,gf->tng", x.id(), in.id())};
        if (!options.bias) return;
        projected_ = projected_ + parameter("bias_ih_", {rows});
        bias_ = parameter("bias_hh_", {rows});
        if (kind == cell::gru) return;
        projected_ = projected_ + bias_;  // of a GRU it is multiplied by the reset gate
        bias_ = {};
    }

    /// The outputs [time, batch, hidden]; `state` is what it starts from, then what it ends with.
    constexpr any_expr operator()(recurrent_state &state, bool backwards) {
        const graph::node_id at = graph::iteration(b_, {b_.loop_depth(), b_.dims(projected_.id())[0], backwards});
        const recurrent_state before = {{b_, graph::carry(b_, state.h.id(), at, 0)},
                                        state.c.empty() ? any_expr()
                                                        : any_expr(b_, graph::carry(b_, state.c.id(), at, 1))};
        recurrent_state next = step({b_, graph::element(b_, projected_.id(), at)}, before);
        any_expr output = next.h;
        if (!options_.lengths.empty()) {
            const any_expr is_there(b_, graph::element(b_, steps_there().id(), at));
            output = select(is_there, next.h, 0);
            next.h = select(is_there, next.h, before.h);
            if (!next.c.empty()) next.c = select(is_there, next.c, before.c);
        }
        const std::int64_t number = graph::next_loop(b_);
        graph::node_id loop = graph::loop(b_, at, before.h.id(), next.h.id(), number);
        if (!next.c.empty()) loop = graph::loop(b_, loop, before.c.id(), next.c.id(), number);
        state.h = {b_, graph::last(b_, loop, before.h.id())};
        if (!state.c.empty()) state.c = {b_, graph::last(b_, loop, before.c.id())};
        return {b_, graph::stacked(b_, loop, output.id())};
    }

  private:
    constexpr any_expr parameter(std::string_view what, std::initializer_list<std::int64_t> extents) {
        const double bound = square_root(1 / static_cast<double>(hidden_));
        return layer_parameter(b_, name_, joined(what, suffix_), type_, fixed_shape(extents), uniform(-bound, bound));
    }

    /// Gate k of [batch, gates hidden].
    constexpr any_expr gate(any_expr all, std::int64_t k) {
        return {b_, graph::slice(b_, all.id(), 1, {k * hidden_, (k + 1) * hidden_, 1})};
    }
    constexpr recurrent_state step(any_expr in, const recurrent_state &before) {
        any_expr own(b_, graph::einsum(b_, "nh,gh->ng", before.h.id(), recurrent_.id()));
        if (!bias_.empty()) own = own + bias_;
        if (kind_ == cell::rnn) {
            const any_expr sum = in + own;
            return {options_.relu ? relu(sum) : tanh(sum), {}};
        }
        if (kind_ == cell::lstm) {
            const any_expr all = in + own;
            const any_expr i = sigmoid(gate(all, 0)), f = sigmoid(gate(all, 1)), g = tanh(gate(all, 2)),
                           o = sigmoid(gate(all, 3));
            const any_expr c = f * before.c + i * g;
            return {o * tanh(c), c};
        }
        const any_expr reset = sigmoid(gate(in, 0) + gate(own, 0)), update = sigmoid(gate(in, 1) + gate(own, 1));
        const any_expr fresh = tanh(gate(in, 2) + reset * gate(own, 2));
        return {(1 - update) * fresh + update * before.h, {}};
    }
    /// boolean [time, batch, hidden]: whether the row has this step.
    constexpr any_expr steps_there() {
        shape dims = b_.dims(projected_.id());
        dims[2] = {hidden_, 0};
        const std::int64_t rows[] = {1};
        const any_expr step(b_, graph::iota(b_, dims, 0)),
            length(b_, graph::broadcast(b_, options_.lengths.id(), b_.intern(dims), rows));
        return step < length;
    }

    graph::builder &b_;
    cell kind_;
    std::string_view name_, suffix_;
    const layer::recurrent_options &options_;
    std::int64_t hidden_;
    dtype type_;
    any_expr recurrent_, projected_, bias_;
};

/// All layers; `states` are [layers, or twice as many, batch, hidden]: what they start from (empty: 0), then what they
/// end with. x and the result are [batch, time, width].
constexpr any_expr run_recurrent(cell kind, std::string_view name, any_expr x, std::int64_t hidden, recurrent of,
                                 const layer::recurrent_options &options, recurrent_state &states) {
    graph::builder &b = x.owner();
    expect_probability("recurrent: dropout", options.dropout);
    if (!options.lengths.empty()) {
        sylvite::shape rows;
        rows.push_back(x.dims()[0]);
        if (options.lengths.dims() != rows)
            fault::shapes_do_not_match("recurrent: the lengths and the rows of the batch", options.lengths.dims(),
                                       rows);
        if (options.lengths.type() != i32) fault::dtype_not_supported("recurrent: the lengths", options.lengths.type());
    }
    const int directions = of.bidirectional ? 2 : 1;
    const std::int64_t time_first[] = {1, 0, 2};
    const sylvite::shape dims = x.dims();
    sylvite::shape one;
    one.push_back(dims[0]);
    one.push_back({hidden, 0});
    const auto start_of = [&](any_expr all, std::int64_t k) -> any_expr {
        if (all.empty()) return {b, graph::broadcast_to(b, graph::constant(b, x.type(), 0), one)};
        return {b, graph::reshape(b, graph::slice(b, all.id(), 0, {k, k + 1, 1}), one)};
    };
    const auto append = [&](any_expr all, any_expr part) -> any_expr {
        sylvite::shape row;
        row.push_back({1, 0});
        row.push_back(one[0]);
        row.push_back(one[1]);
        const any_expr last(b, graph::reshape(b, part.id(), row));
        if (all.empty()) return last;
        const graph::node_id parts[] = {all.id(), last.id()};
        return {b, graph::concat(b, parts, 0)};
    };
    recurrent_state ends;
    any_expr y(b, graph::permute(b, x.id(), time_first));
    for (int l = 0; l < of.layers; ++l) {
        const joined below("l", member("", static_cast<std::size_t>(l)));
        any_expr all;
        for (int d = 0; d < directions; ++d) {
            const joined suffix(below, d == 0 ? "" : "_reverse");
            recurrent_state state{start_of(states.h, l * directions + d), {}};
            if (kind == cell::lstm) state.c = start_of(states.c, l * directions + d);
            recurrent_run run(kind, name, suffix, y, hidden, options);
            const any_expr outputs = run(state, d == 1);
            ends.h = append(ends.h, state.h);
            if (kind == cell::lstm) ends.c = append(ends.c, state.c);
            if (d == 0) {
                all = outputs;
            } else {
                const graph::node_id parts[] = {all.id(), outputs.id()};
                all = {b, graph::concat(b, parts, 2)};
            }
        }
        y = all;
        if (l + 1 == of.layers || options.dropout == 0) continue;
        // random numbers count rows of the batch, so that comes first
        const any_expr kept =
            dropped({b, graph::permute(b, all.id(), time_first)}, member(name, below), options.dropout, 3);
        y = {b, graph::permute(b, kept.id(), time_first)};
    }
    states = ends;
    return {b, graph::permute(b, y.id(), time_first)};
}

}  // namespace detail
}  // namespace sylvite
