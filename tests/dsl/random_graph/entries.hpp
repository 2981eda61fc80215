// Random entries: outputs, metrics, gradients and updates of values in the pool.
#pragma once

#include "operations.hpp"

namespace sylvite::test {

class random_entries : protected random_operations {
  protected:
    using random_operations::random_operations;

    // entries

    void add_entry(int number) {
        std::vector<graph::root> roots;
        if (options_.chance && random_.chance(0.5)) mode_ = graph::mode::training;
        const auto name = [&](const char *what) { return b_.intern(what + std::to_string(roots.size())); };
        for (std::int64_t i = random_.below(3); i >= 0; --i) {
            const node_id value = pick([](node_id) { return true; });
            roots.push_back({graph::root_kind::output, name("output"), result(value), 1, 0});
        }
        for (std::int64_t i = random_.below(3); i > 0; --i)
            roots.push_back(metric(pick([](node_id) { return true; }), name("metric")));
        assigned_.clear();
        if (options_.gradients && random_.chance(0.8)) add_gradients(roots);
        if (random_.chance(0.7)) add_state_updates(roots);
        b_.add_entry("entry" + std::to_string(number), roots);
        mode_ = graph::mode::evaluation;
    }
    node_id result(node_id value) { return graph::result_of(b_, graph::resolve(b_, mode_, value)); }
    graph::root metric(node_id value, graph::name_id name) {
        const shape dims = b_.dims(value);
        graph::root r{graph::root_kind::metric, name, graph::no_node, 1, 0};
        for (int i = 0; i < dims.rank; ++i) {
            if (dims[i].is_dynamic())
                r.symbol_mask |= 1u << (dims[i].symbol - 1);
            else
                r.static_count *= dims[i].value;
        }
        r.node = result(graph::reduce(b_, op::reduce_sum, graph::cast(b_, value, f64), graph::all_axes(dims)));
        return r;
    }
    void update(std::vector<graph::root> &roots, node_id target, node_id value) {
        if (std::find(assigned_.begin(), assigned_.end(), target) != assigned_.end()) return;
        assigned_.push_back(target);
        roots.push_back(
            {graph::root_kind::update, 0, graph::assign(b_, target, graph::resolve(b_, mode_, value)), 1, 0});
    }
    void add_gradients(std::vector<graph::root> &roots) {
        const node_id first = pick_float();
        if (first == graph::no_node) return;
        const dtype type = b_[first].type;
        node_id loss = graph::no_node;
        for (int terms = 0; terms < 3; ++terms) {
            const node_id x = terms == 0 ? first : pick([&](node_id id) { return b_[id].type == type; });
            if (x == graph::no_node) continue;
            const node_id mean = graph::mean(b_, x, graph::all_axes(b_.dims(x)));
            loss = loss == graph::no_node ? mean : graph::binary(b_, op::add, loss, mean);
        }
        std::vector<node_id> wanted;
        for (const node_id id : b_.leaves())
            if (b_[id].kind == op::parameter) wanted.push_back(id);
        std::vector<node_id> gradients(wanted.size(), graph::no_node);
        graph::differentiate(b_, loss, wanted, gradients);
        if (options_.second_order && random_.chance(0.4)) {
            loss = penalised(loss, gradients);
            gradients.assign(wanted.size(), graph::no_node);
            graph::differentiate(b_, loss, wanted, gradients);
        }
        roots.push_back(metric(loss, b_.intern("loss")));
        for (std::size_t i = 0; i < wanted.size(); ++i) {
            if (gradients[i] == graph::no_node) continue;
            const node_id w = wanted[i], g = graph::unary(b_, op::tanh, gradients[i]);
            const auto times = [&](node_id x, double factor) {
                return graph::with_literal(b_, op::multiply, x, factor);
            };
            const auto sum = [&](node_id x, node_id y) { return graph::binary(b_, op::add, x, y); };
            switch (random_.below(4)) {
                case 0:
                    roots.push_back({graph::root_kind::output, b_.intern("gradient" + std::to_string(i)),
                                     result(gradients[i]), 1, 0});
                    break;
                case 1:
                    update(roots, w, sum(w, times(g, -0.1)));
                    break;
                default: {  // momentum, with a second moment at times
                    const node_id v = declare(op::state, b_.dims(w), b_[w].type);
                    const node_id next = sum(times(v, 0.9), g);
                    node_id step = next;
                    if (random_.chance(0.5)) {
                        const node_id m = declare(op::state, b_.dims(w), b_[w].type);
                        const node_id square = sum(times(graph::binary(b_, op::multiply, m, m), 0.5),
                                                   graph::binary(b_, op::multiply, g, g));
                        update(roots, m, graph::unary(b_, op::sqrt, square));
                        step = graph::binary(b_, op::divide, next, plus(graph::unary(b_, op::sqrt, square), 0.1));
                    }
                    update(roots, v, next);
                    update(roots, w, sum(w, times(step, -0.05)));
                }
            }
        }
    }
    /// The loss and a tenth of the mean squares of its gradients, which tanh keeps tame: its gradient is of second
    /// order.
    node_id penalised(node_id loss, const std::vector<node_id> &gradients) {
        const dtype type = b_[loss].type;
        for (const node_id gradient : gradients) {
            if (gradient == graph::no_node) continue;
            const node_id g = graph::cast(b_, graph::unary(b_, op::tanh, gradient), type);
            const node_id square = graph::binary(b_, op::multiply, g, g);
            const node_id mean = graph::mean(b_, square, graph::all_axes(b_.dims(square)));
            loss = graph::binary(b_, op::add, loss, graph::with_literal(b_, op::multiply, mean, 0.1));
        }
        return loss;
    }
    void add_state_updates(std::vector<graph::root> &roots) {
        std::vector<node_id> states;
        for (const node_id id : b_.leaves())
            if (b_[id].kind == op::state) states.push_back(id);
        const node_id a = states.at(0), c = states.at(1), other = states.at(2);
        switch (random_.below(4)) {
            case 0:  // exchanged: each must see the other's old value
                update(roots, a, c);
                update(roots, c, a);
                break;
            case 1: {  // centred: every new element needs all old ones
                const node_id mean = graph::mean(b_, a, graph::all_axes(b_.dims(a)));
                update(roots, a, graph::binary(b_, op::subtract, a, mean));
                update(roots, c, graph::binary(b_, op::multiply, a, graph::unary(b_, op::tanh, c)));
                break;
            }
            case 2: {  // turned around
                shape to = b_.dims(a);
                std::vector<std::int64_t> order;
                for (int i = to.rank; i-- > 0;) order.push_back(i);
                const node_id turned = graph::permute(b_, a, order);
                if (b_.dims(turned) == to)
                    update(roots, a, random_.chance(0.5) ? turned : graph::binary(b_, op::add, a, turned));
                update(roots, c, graph::with_literal(b_, op::multiply, c, 0.5));
                break;
            }
            default:
                update(roots, a, graph::with_literal(b_, op::add, graph::with_literal(b_, op::multiply, c, 0.5), 0.25));
                update(roots, c, graph::broadcast_to(b_, graph::constant(b_, f32, 0.5), shape(b_.dims(c))));
        }
        const node_id value =
            pick([&](node_id id) { return b_[id].type == b_[other].type && b_.dims(id) == b_.dims(other); });
        if (value != graph::no_node && random_.chance(0.6)) update(roots, other, value);
    }

    std::vector<node_id> assigned_;
    graph::mode mode_ = graph::mode::evaluation;  // of the entry
};

}  // namespace sylvite::test
