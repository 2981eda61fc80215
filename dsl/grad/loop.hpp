// The derivative of a loop: a loop from the last step to the first over the values that the steps had. Contributions
// that steps would only add up are contracted once, behind the loop.
#pragma once

#include <sylvite/dsl/grad/rules.hpp>

namespace sylvite::graph {

/// Adjoints flow from node `from` down to `to` by the rules; `takes(id)`: where they flow on.
template <class Takes>
constexpr void sweep(builder &b, node_id from, node_id to, list<node_id> &adjoint, const list<unsigned char> &depends,
                     Takes takes);

class loop_derivative {
  public:
    /// `outer` has the adjoints of the loop's results and gets those of all that it reads.
    constexpr loop_derivative(builder &b, node_id loop, list<node_id> &outer, const list<unsigned char> &depends)
        : b_(b), loop_(loop), outer_(outer), depends_(depends), forward_(iteration_of(b, loop)),
          backward_(opposite(b, forward_)), limit_(static_cast<node_id>(b.size())), body_(b, forward_),
          way_back_(b, backward_) {}

    constexpr void run() {
        find_carries();
        inner_.resize(limit_, no_node);
        start();
        sweep(b_, limit_, forward_, inner_, depends_, [this](node_id id) { return body_.has(id); });
        // A loop stands behind all that it reads. What that is shows as its rows are made: they are made for a draft
        // first.
        for (const bool is_draft : {true, false}) {
            is_draft_ = is_draft;
            close(is_draft ? -1 : next_loop(b_));
            give();
        }
    }

  private:
    struct carried {
        node_id carry, next, end = no_node;  // `end`: the adjoint of its last value
        node_id adjoint = no_node;           // the carry of the way back
    };

    static constexpr node_id opposite(builder &b, node_id iteration_id) {
        loop_steps steps = steps_of(b.attributes(iteration_id));
        steps.backwards = !steps.backwards;
        return iteration(b, steps);
    }
    constexpr void find_carries() {
        for (node_id id = loop_; b_[id].kind == op::loop; id = b_[id].inputs[0])
            if (b_[id].input_count == 3 && depends_[b_[id].inputs[1]] != 0 && is_floating(b_[b_[id].inputs[1]].type))
                carries_.push_back({b_[id].inputs[1], b_[id].inputs[2]});
    }

    /// The adjoints with which a step begins: of what it stacks, and of what it carries on.
    constexpr void start() {
        for (node_id id = loop_ + 1; id < outer_.size(); ++id) {
            if (!is_loop_result(b_[id].kind) || b_[id].inputs[0] != loop_ || outer_[id] == no_node) continue;
            const node_id value = b_[id].inputs[1];
            if (b_[id].kind == op::last) {
                for (carried &c : carries_)
                    if (c.carry == value) c.end = outer_[id];
            } else if (body_.has(value)) {
                add(inner_, value, element(b_, outer_[id], backward_));
            } else {
                add(outer_, value, reduce(b_, op::reduce_sum, outer_[id], 1));
            }
        }
        std::int64_t number = 0;
        for (carried &c : carries_) {
            if (c.end == no_node) c.end = broadcast_to(b_, constant(b_, b_[c.carry].type, 0), shape(b_.dims(c.carry)));
            c.adjoint = carry(b_, c.end, backward_, number++);
            if (body_.has(c.next))
                add(inner_, c.next, c.adjoint);
            else
                from_outside_.push_back({c.next, c.adjoint});
        }
    }

    constexpr void close(std::int64_t number) {
        way_ = backward_;
        for (const carried &c : carries_) {
            const node_id next = inner_[c.carry] == no_node
                                     ? broadcast_to(b_, constant(b_, b_[c.carry].type, 0), shape(b_.dims(c.carry)))
                                     : moved(inner_[c.carry]);
            way_ = loop(b_, way_, c.adjoint, next, number);
        }
        if (way_ == backward_) way_ = loop(b_, backward_, number);
    }

    /// To sequences, to the carries' starts, and to what all steps read.
    constexpr void give() {
        for (node_id id = 0; id < limit_; ++id) {
            if (inner_[id] == no_node) continue;
            const node n = b_[id];
            if (!body_.has(id))
                add(outer_, id, summed(inner_[id]));
            else if (n.kind == op::element && n.inputs[1] == forward_)
                add(outer_, n.inputs[0], rows_of(inner_[id]));
        }
        for (const outside &o : from_outside_) add(outer_, o.value, summed(o.adjoint));
        for (const carried &c : carries_) add(outer_, b_[c.carry].inputs[0], last(b_, way_, c.adjoint));
    }

    constexpr void add(list<node_id> &to, node_id id, node_id contribution) {
        if (depends_[id] == 0 || is_draft_) return;
        to[id] = to[id] == no_node ? contribution : binary(b_, op::add, to[id], contribution);
    }

    /// What a step works out: not what the rules make of it, but for what a loop within the step stores.
    [[nodiscard]] constexpr bool is_forward_value(node_id id) {
        return (id < limit_ || is_loop_result(b_[id].kind)) && body_.has(id) && !way_back_.has(id);
    }
    [[nodiscard]] constexpr bool varies(node_id id) { return body_.has(id) || way_back_.has(id); }

    /// What the rules wrote in terms of the body's values, in terms of what was stored of them. Layout is worked out
    /// again, all else that is read is stored.
    constexpr node_id moved(node_id wanted) {
        list<node_id> pending;
        pending.push_back(wanted);
        while (!pending.empty()) {
            const node_id id = pending.back();
            if (id < moves_.size() && moves_[id] != no_node) {
                pending.pop_back();
                continue;
            }
            node n = b_[id];
            const bool is_stored = is_forward_value(id) && info(n.kind).kind != op_class::layout;
            bool ready = true;
            if (body_.has(id) && !is_stored)
                for (int k = 0; k < n.input_count; ++k)
                    if (n.inputs[k] >= moves_.size() || moves_[n.inputs[k]] == no_node) {
                        pending.push_back(n.inputs[k]);
                        ready = false;
                    }
            if (!ready) continue;
            pending.pop_back();
            if (moves_.size() <= id) moves_.resize(id + 1, no_node);
            if (!body_.has(id)) {
                moves_[id] = id;
            } else if (id == forward_) {
                moves_[id] = backward_;
            } else if (is_stored) {
                moves_[id] = element(b_, stacked(b_, loop_, id), backward_);
            } else {
                for (int k = 0; k < n.input_count; ++k) n.inputs[k] = moves_[n.inputs[k]];
                moves_[id] = b_.add(n, b_.attributes(n));
            }
        }
        return moves_[wanted];
    }

    /// A value of each step, as rows. The product with what no step changes is one product of all rows.
    constexpr node_id rows_of(node_id id) {
        if (is_forward_value(id)) return stacked(b_, loop_, id);
        const node n = b_[id];
        if (n.kind == op::contraction && varies(n.inputs[0]) != varies(n.inputs[1]))
            return contraction_of_rows(id, true);
        return stacked(b_, way_, moved(id));
    }

    constexpr node_id contraction_of_rows(node_id id, bool keeps_rows) {
        const node n = b_[id];
        einsum_labels e = labels_of(b_, id);
        constexpr std::int64_t step = 3 * max_rank;
        const auto prepend = [](std::int64_t *labels, int &rank) {
            for (int i = rank++; i > 0; --i) labels[i] = labels[i - 1];
            labels[0] = step;
        };
        node_id operands[2] = {n.inputs[0], n.inputs[1]};
        for (int k = 0; k < 2; ++k) {
            if (!varies(operands[k])) continue;
            operands[k] = rows_of(operands[k]);
            if (k == 0)
                prepend(e.a, e.a_rank);
            else
                prepend(e.b, e.b_rank);
        }
        if (keeps_rows) prepend(e.out, e.out_rank);
        return contract(b_, operands[0], operands[1], e);
    }

    /// The sum over all steps.
    constexpr node_id summed(node_id id) {
        node n = b_[id];
        if (!varies(id)) {
            const node_id count = extent_of(b_, steps_of(b_.attributes(forward_)).count);
            return binary(b_, op::multiply, id, broadcast_to(b_, cast(b_, count, n.type), shape(b_.dims(id))));
        }
        switch (n.kind) {
            case op::contraction:
                return contraction_of_rows(id, false);
            case op::add:
            case op::subtract: {
                const node_id first = summed(n.inputs[0]), second = summed(n.inputs[1]);
                return binary(b_, n.kind, first, second);
            }
            case op::reduce_sum: {
                unsigned axes = 1;
                for (const std::int64_t axis : b_.attributes(n)) axes |= 2u << axis;
                return reduce(b_, op::reduce_sum, rows_of(n.inputs[0]), axes);
            }
            case op::negate:
            case op::permute:
            case op::reshape:
            case op::broadcast:
                n.inputs[0] = summed(n.inputs[0]);
                return b_.add(n, b_.attributes(n));
            default:
                return reduce(b_, op::reduce_sum, rows_of(id), 1);
        }
    }

    struct outside {
        node_id value, adjoint;
    };
    builder &b_;
    node_id loop_;
    list<node_id> &outer_;
    const list<unsigned char> &depends_;
    node_id forward_, backward_, limit_;
    loop_members<builder> body_, way_back_;
    list<carried> carries_;
    list<outside> from_outside_;  // carries whose next value no step changes
    list<node_id> inner_;         // adjoints within a step
    list<node_id> moves_;
    node_id way_ = no_node;
    bool is_draft_ = false;
};

}  // namespace sylvite::graph
