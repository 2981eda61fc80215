// Evaluates nodes of a graph by plain loops: the oracle of the tests, and a debugging backend. Serves a network's table
// and a kernel's spec alike.
#pragma once

#include <sylvite/dsl/graph/loop.hpp>
#include <sylvite/dsl/reference/indexing.hpp>

#include <bit>
#include <functional>
#include <optional>

namespace sylvite::reference {

/// The value of a leaf: argument, input, parameter or state.
using leaf_source = std::function<tensor(graph::node_id)>;

/// Keeps each value that it has computed. The graph must outlive it.
class interpreter {
  public:
    explicit interpreter(const graph::node_view &graph, symbol_extents extents = {}, leaf_source leaves = {},
                         const step_values &now = {})
        : graph_(graph), extents_(extents), leaves_(std::move(leaves)), now_(now), values_(graph.size()) {}

    /// Gives a node's value: a leaf's, or that of any other node, which then is not computed.
    /// Throws std::invalid_argument where the element type or the run-time shape differs from the node's.
    void set(graph::node_id id, tensor value) {
        const graph::node &n = graph_[id];
        const dimensions expected = extents_(graph_.dims(n));
        if (value.type() != n.type || value.dims() != expected)
            throw std::invalid_argument(describe(id) + ": expected " + name_of(n.type) + " " + to_string(expected) +
                                        ", found " + name_of(value.type()) + " " + to_string(value.dims()));
        values_[id] = std::move(value);
    }

    /// The node's value, of its run-time shape.
    const tensor &value(graph::node_id wanted) {
        std::vector<graph::node_id> pending{wanted};
        while (!pending.empty()) {
            const graph::node_id id = pending.back();
            bool ready = true;
            if (!values_[id] && graph::is_loop_result(graph_[id].kind)) run_loop(id);
            if (!values_[id])
                for (int k = 0; k < graph_[id].input_count; ++k)
                    if (!values_[graph_[id].inputs[k]] && is_read(graph_[id].kind, k)) {
                        pending.push_back(graph_[id].inputs[k]);
                        ready = false;
                    }
            if (!ready) continue;
            pending.pop_back();
            if (!values_[id]) set(id, compute(id));
        }
        return *values_[wanted];
    }

  private:
    /// All results of the loop of this one, step by step.
    void run_loop(graph::node_id wanted) {
        const graph::node_id loop = graph_[wanted].inputs[0];
        std::vector<graph::node_id> results, values;
        for (graph::node_id id = 0; id < graph_.size(); ++id)
            if (graph::is_loop_result(graph_[id].kind) && graph_[id].inputs[0] == loop) {
                results.push_back(id);
                values.push_back(graph_[id].inputs[1]);
            }
        if (open_.empty()) open_ = graph::open_loops(graph_);
        const graph::loop_parts parts(graph_, open_, loop, values);
        const graph::loop_steps steps = graph::steps_of(graph_.attributes(parts.iteration));
        for (const graph::node_id id : parts.reads)  // another loop must not run within a step
            if (graph_[id].kind != graph::op::loop) static_cast<void>(value(id));
        std::vector<tensor> state, rows;
        for (const graph::node_id c : parts.carries) state.push_back(value(graph_[c].inputs[0]));
        for (const graph::node_id r : results) rows.emplace_back(graph_[r].type, extents_(graph_.dims(r)));
        const auto forget = [&] {
            for (const graph::node_id id : parts.body) values_[id].reset();
        };
        const std::int64_t count = extents_(steps.count);
        for (std::int64_t i = 0; i < count; ++i) {
            const std::int64_t t = steps.backwards ? count - 1 - i : i;
            forget();
            set(parts.iteration, tensor::scalar(i32, static_cast<double>(t)));
            for (std::size_t k = 0; k < state.size(); ++k) set(parts.carries[k], state[k]);
            for (std::size_t k = 0; k < state.size(); ++k) state[k] = value(parts.next[k]);
            for (std::size_t k = 0; k < rows.size(); ++k)
                if (graph_[results[k]].kind == graph::op::stacked) store_row(rows[k], t, value(values[k]));
        }
        forget();
        for (std::size_t k = 0; k < rows.size(); ++k) {
            for (std::size_t c = 0; c < state.size(); ++c)
                if (graph_[results[k]].kind == graph::op::last && values[k] == parts.carries[c]) rows[k] = state[c];
            set(results[k], std::move(rows[k]));
        }
    }
    static void store_row(tensor &rows, std::int64_t t, const tensor &row) {
        for (std::size_t e = 0; e < row.size(); ++e) rows.set(static_cast<std::size_t>(t) * row.size() + e, row[e]);
    }
    /// Row t, where the iteration has the value t.
    [[nodiscard]] static tensor row_of(const tensor &sequence, const tensor &iteration) {
        tensor row(sequence.type(), {sequence.dims().begin() + 1, sequence.dims().end()});
        const auto t = static_cast<std::size_t>(iteration[0]);
        for (std::size_t e = 0; e < row.size(); ++e) row.set(e, sequence[t * row.size() + e]);
        return row;
    }

    [[nodiscard]] static bool is_read(graph::op kind, int input) {
        if (kind == graph::op::assign) return input != 0;
        return !graph::is_gradient_marker(kind) || input == 0;
    }
    [[nodiscard]] std::string describe(graph::node_id id) const {
        return "node " + std::to_string(id) + " (" + graph::info(graph_[id].kind).name + ")";
    }

    [[nodiscard]] tensor random_numbers(graph::node_id id) const {
        const shape &dims = graph_.dims(id);
        std::uint64_t first = 0;
        if (dims.rank > 0 && dims[0].is_dynamic()) {
            first = now_.first_row;
            for (int i = 1; i < dims.rank; ++i) first *= static_cast<std::uint64_t>(extents_(dims[i]));
        }
        return random(graph_[id].type, extents_(dims), static_cast<std::uint64_t>(graph_.attributes(id)[0]), now_,
                      first);
    }

    [[nodiscard]] tensor compute(graph::node_id id) const {
        using graph::op;
        const graph::node &n = graph_[id];
        const auto attributes = graph_.attributes(id);
        static const tensor none;
        const auto in = [&](int k) -> const tensor & { return k < n.input_count ? *values_[n.inputs[k]] : none; };
        switch (n.kind) {
            case op::argument:
            case op::input:
            case op::parameter:
            case op::state:
                if (!leaves_) throw std::invalid_argument(describe(id) + ": no value is given for this leaf");
                return leaves_(id);
            case op::constant:
                return tensor::scalar(n.type, std::bit_cast<double>(attributes[0]));
            case op::iota:
                return iota(extents_(graph_.dims(n)), attributes[0]);
            case op::random:
                return random_numbers(id);
            case op::extent: {
                const auto symbol = static_cast<std::size_t>(attributes[0]);
                return tensor::scalar(i32, static_cast<double>(extents_.of_symbol.at(symbol)));
            }
            case op::reduce_sum:
            case op::reduce_product:
            case op::reduce_max:
            case op::reduce_min:
            case op::argmax:
            case op::argmin:
                return reduction(n.kind, n.type, in(0), attributes);
            case op::contraction:
                return contraction(n.type, in(0), in(1), attributes);
            case op::reshape:
                return in(0).reshaped(extents_(graph_.dims(n)));
            case op::permute:
                return permutation(in(0), attributes);
            case op::broadcast:
                return broadcast(in(0), extents_(graph_.dims(n)), attributes);
            case op::pad:
                return padded(in(0), extents_(graph_.dims(n)), attributes);
            case op::slice:
                return sliced(in(0), extents_(graph_.dims(n)), attributes);
            case op::reverse:
                return reversed(in(0), attributes);
            case op::slide:
                return slid(in(0), extents_(graph_.dims(n)), attributes);
            case op::gather:
                return gathered(in(0), in(1), attributes);
            case op::scatter_add:
                return scattered(in(0), in(1), extents_(graph_.dims(n)), attributes);
            case op::element:
                return row_of(in(0), in(1));
            case op::iteration:
            case op::carry:
            case op::loop:
            case op::stacked:
            case op::last:
                throw std::invalid_argument(describe(id) + " has a value within its loop only");
            case op::stop_gradient:
            case op::custom_gradient:
                return in(0);
            case op::assign:
                return *values_[n.inputs[1]];
            default:
                return elementwise(n.kind, n.type, in(0), in(1), in(2));
        }
    }

    graph::node_view graph_;
    symbol_extents extents_;
    leaf_source leaves_;
    step_values now_;
    std::vector<std::optional<tensor>> values_;
    graph::list<std::uint32_t> open_;  // of the nodes, once a loop was met
};

/// The values of the wanted nodes.
[[nodiscard]] inline std::vector<tensor> evaluate(const graph::node_view &graph, std::span<const graph::node_id> wanted,
                                                  const leaf_source &leaves, const symbol_extents &extents = {},
                                                  const step_values &now = {}) {
    interpreter run(graph, extents, leaves, now);
    std::vector<tensor> values;
    for (const graph::node_id id : wanted) values.push_back(run.value(id));
    return values;
}

}  // namespace sylvite::reference
