// One random operation on values of the pool. A comparison, a sign, an argmax or a cast to integers is put only on
// values that are exact in f32, so that kernels which round differently agree with the interpreter to a tolerance.
#pragma once

#include "images.hpp"
#include "smooth_functions.hpp"

namespace sylvite::test {

class random_operations : protected random_images {
  protected:
    using random_images::random_images;

    // operations; each returns whether it added a value

    bool add_operation() {
        if (options_.chance && random_.chance(0.15)) return random_.chance(0.7) ? add_random() : add_by_mode();
        switch (random_.below(18)) {
            case 0:
            case 1:
                return add_smooth();
            case 2:
                return add_kinked();
            case 3:
            case 4:
                return add_arithmetic();
            case 5:
                return add_comparison();
            case 6:
                return add_selection();
            case 7:
                return add_cast();
            case 8:
            case 9:
                return add_reduction();
            case 10:
            case 11:
                return add_contraction();
            case 12:
                return add_softmax();
            case 13:
            case 14:
                return add_offsets();
            case 15:
                return add_indexing();
            case 16:
                return add_image();
            default:
                return add_layout();
        }
    }
    /// Numbers of their own, or a value of which some elements are dropped: alone, by rows, or all at once.
    bool add_random() {
        const std::uint64_t stream = random_stream("stream" + std::to_string(leaf_count_++), 0);
        if (random_.chance(0.4)) {
            const shape dims = random_shape(true);
            if (random_.chance(0.3)) return note(graph::bernoulli(b_, 0.4, dims, stream), {1, 0, true});
            return note(graph::random(b_, random_float(), dims, stream), {1, 0, false});
        }
        const node_id x = pick([&](node_id id) { return b_[id].type != boolean; });
        if (x == graph::no_node) return false;
        shape dims = b_.dims(x);
        dims.rank = static_cast<int>(random_.below(dims.rank + 1));
        std::vector<std::int64_t> axes;
        for (int i = 0; i < dims.rank; ++i) axes.push_back(i);
        const graph::node whole = b_[x];
        const node_id drawn = graph::keeps(b_, 0.3, dims, stream), zero = graph::constant(b_, whole.type, 0);
        return note(graph::select(b_, graph::broadcast(b_, drawn, whole.dims, axes), x, zero), magnitudes_.at(x));
    }
    bool add_by_mode() {
        const node_id x = pick([](node_id) { return true; });
        if (x == graph::no_node) return false;
        const node_id y = pick([&](node_id id) { return b_[id].type == b_[x].type && b_[id].dims == b_[x].dims; });
        if (y == graph::no_node) return false;
        const magnitude of_x = magnitudes_.at(x), of_y = magnitudes_.at(y);
        return note(graph::by_mode(b_, x, y), {std::max(of_x.bound, of_y.bound), std::max(of_x.fraction, of_y.fraction),
                                               of_x.is_exact && of_y.is_exact});
    }
    /// A value between two numbers.
    node_id within(node_id x, double low, double high) {
        const node_id scaled = graph::with_literal(b_, op::multiply, graph::unary(b_, op::tanh, x), (high - low) / 2);
        return plus(scaled, (high + low) / 2);
    }
    node_id plus(node_id x, double literal) { return graph::with_literal(b_, op::add, x, literal); }

    bool add_smooth() {
        const node_id x = pick_float();
        if (x == graph::no_node) return false;
        if (random_.chance(0.1)) {
            const magnitude m = magnitudes_.at(x);
            return note(graph::unary(b_, op::negate, x), m);
        }
        const smooth_function f = random_.any_of(smooth_functions(1));
        const node_id operand = within(x, f.where.low, f.where.high);
        return note(graph::unary(b_, f.kind, operand), {f.bound, 0, false});
    }
    /// Where a kink might fall on a value that is 0 but for rounding, it is moved off.
    node_id off_the_kink(node_id x) { return magnitudes_.at(x).is_exact ? x : plus(x, 0.0713); }

    bool add_kinked() {
        const node_id x = random_.chance(0.4) ? pick_exact() : pick_float();
        if (x == graph::no_node || b_[x].type == boolean) return false;
        magnitude m = magnitudes_.at(x);
        const op kind = random_.any_of(std::vector<op>{op::relu, op::abs, op::sign, op::floor, op::stop_gradient});
        if (kind == op::stop_gradient) return note(graph::stop_gradient(b_, x), m);
        if ((kind == op::sign || kind == op::floor) && !m.is_exact) return false;
        if (kind == op::floor && !is_floating(b_[x].type)) return false;
        if (kind == op::floor) m = {m.bound + 1, 0, true};
        const node_id moved = off_the_kink(x);
        if (!m.is_exact) m.bound += 0.1;
        return note(graph::unary(b_, kind, moved), m);
    }
    bool add_arithmetic() {
        const node_id x = pick([&](node_id id) { return b_[id].type != boolean; });
        if (x == graph::no_node) return false;
        const bool is_float = is_floating(b_[x].type);
        node_id y = pick_partner(x, false);
        magnitude of_y{2, 3, true};
        if (y == graph::no_node || random_.chance(0.15))
            y = graph::constant(b_, b_[x].type, static_cast<double>(random_.below(33) - 16) / (is_float ? 8 : 1));
        else
            of_y = magnitudes_.at(y);
        if (!is_float) of_y.bound = std::max(of_y.bound, 16.0);
        const magnitude of_x = magnitudes_.at(x);
        const bool exact = of_x.is_exact && of_y.is_exact;
        const int fraction = std::max(of_x.fraction, of_y.fraction);
        switch (random_.below(is_float ? 7 : 5)) {
            case 0:
                return note(graph::binary(b_, op::add, x, y), {of_x.bound + of_y.bound, fraction, exact});
            case 1:
                return note(graph::binary(b_, op::subtract, x, y), {of_x.bound + of_y.bound, fraction, exact});
            case 2:
                return note(graph::binary(b_, op::multiply, x, y),
                            {of_x.bound * of_y.bound, of_x.fraction + of_y.fraction, exact});
            case 3:
            case 4: {
                if (!exact) y = plus(y, 0.0713);
                const op kind = random_.chance(0.5) ? op::minimum : op::maximum;
                return note(graph::binary(b_, kind, x, y), {std::max(of_x.bound, of_y.bound) + 0.1, fraction, exact});
            }
            case 5:
                return random_.chance(0.5) ? add_power(x) : add_function(x, y);
            default:
                return note(graph::binary(b_, op::divide, x, plus(graph::unary(b_, op::abs, y), 0.5)),
                            {of_x.bound * 2, 0, false});
        }
    }
    bool add_power(node_id x) {
        const double bound = magnitudes_.at(x).bound + 0.5;
        const node_id base = plus(graph::unary(b_, op::abs, x), 0.5);
        const double exponent = random_.any_of(std::vector<double>{0, 1, 2, 3, -1, -2, 0.5, -0.5, 1.5, -0.7});
        return note(graph::with_literal(b_, op::pow, base, exponent), {std::pow(bound, 3), 0, false});
    }
    bool add_function(node_id x, node_id y) {
        const smooth_function f = random_.any_of(smooth_functions(2));
        const node_id first = within(x, f.where.low, f.where.high);
        const node_id second = within(y, f.where.second_low, f.where.second_high);
        return note(graph::binary(b_, f.kind, first, second), {f.bound, 0, false});
    }
    bool add_comparison() {
        if (random_.chance(0.15)) return add_is_nan();
        const bool logic = random_.chance(0.4);
        const node_id x = logic ? pick([&](node_id id) { return b_[id].type == boolean; }) : pick_exact();
        if (x == graph::no_node) return false;
        if (logic && random_.chance(0.3)) return note(graph::unary(b_, op::logical_not, x), {1, 0, true});
        const node_id y = pick_partner(x, true);
        const dtype type = b_[x].type;
        if (y == graph::no_node) return false;
        const std::vector<op> kinds = type == boolean
                                          ? std::vector<op>{op::logical_and, op::logical_or, op::equal, op::not_equal}
                                          : std::vector<op>{op::less, op::less_equal, op::equal, op::not_equal};
        return note(graph::binary(b_, random_.any_of(kinds), x, y), {1, 0, true});
    }
    bool add_is_nan() {
        const node_id x = pick_float();
        return x != graph::no_node && note(graph::unary(b_, op::is_nan, x), {1, 0, true});
    }
    bool add_selection() {
        const node_id x = pick([&](node_id id) { return b_[id].type != boolean; });
        if (x == graph::no_node) return false;
        const node_id y = pick_partner(x, false);
        if (y == graph::no_node) return false;
        const shape together = graph::broadcast_shapes(b_.dims(x), b_.dims(y)).dims;
        const node_id condition = pick([&](node_id id) {
            if (b_[id].type != boolean) return false;
            const graph::broadcast_result r = graph::broadcast_shapes(b_.dims(id), together);
            return r.legal && r.dims.volume() <= options_.max_elements;
        });
        if (condition == graph::no_node) return false;
        const magnitude of_x = magnitudes_.at(x), of_y = magnitudes_.at(y);
        return note(
            graph::select(b_, condition, x, y),
            {std::max(of_x.bound, of_y.bound), std::max(of_x.fraction, of_y.fraction), of_x.is_exact && of_y.is_exact});
    }
    bool add_cast() {
        const node_id x = random_.chance(0.5) ? pick_exact() : pick_float();
        if (x == graph::no_node) return false;
        magnitude m = magnitudes_.at(x);
        const dtype to = random_.any_of(std::vector<dtype>{f32, options_.doubles ? f64 : f32, i32, boolean});
        if (is_floating(b_[x].type) && !is_floating(to) && !m.is_exact) return false;
        if (!is_floating(to)) m.fraction = 0;
        if (to == boolean) m.bound = 1;
        return note(graph::cast(b_, x, to), m);
    }
    bool add_reduction() {
        const node_id x = pick([&](node_id id) { return b_[id].type != boolean && b_.dims(id).rank > 0; });
        if (x == graph::no_node) return false;
        const shape dims = b_.dims(x);
        const unsigned mask =
            1 + static_cast<unsigned>(random_.below(static_cast<std::int64_t>(graph::all_axes(dims))));
        const double elements = static_cast<double>(dims.volume() / graph::without_axes(dims, mask).volume());
        magnitude m = magnitudes_.at(x);
        switch (random_.below(7)) {
            case 0:
                m.bound *= elements;
                m.is_exact = m.is_exact && m.bound * std::exp2(m.fraction) < 1 << 22;
                return note(graph::reduce(b_, op::reduce_sum, x, mask), m);
            case 1:
                return is_floating(b_[x].type) && note(graph::mean(b_, x, mask), {m.bound, 0, false});
            case 2:
                return note(graph::reduce(b_, op::reduce_max, x, mask), m);
            case 3:
                return note(graph::reduce(b_, op::reduce_min, x, mask), m);
            case 4:
                return add_product(x, mask, elements);
            case 5:
                return m.is_exact && note(graph::reduce(b_, op::argmin, x, mask), {elements, 0, true});
            default:
                return m.is_exact && note(graph::reduce(b_, op::argmax, x, mask), {elements, 0, true});
        }
    }
    /// Few factors, zeros among them, or many that are near 1.
    bool add_product(node_id x, unsigned mask, double elements) {
        const magnitude m = magnitudes_.at(x);
        if (elements <= 3 && m.is_exact)
            return note(graph::reduce(b_, op::reduce_product, x, mask),
                        {std::pow(m.bound, elements), m.fraction * static_cast<int>(elements), true});
        if (elements > 16 || !is_floating(b_[x].type)) return false;
        const node_id factors = plus(graph::with_literal(b_, op::multiply, graph::unary(b_, op::tanh, x), 0.25), 1);
        return note(graph::reduce(b_, op::reduce_product, factors, mask), {std::pow(1.25, elements), 0, false});
    }
    bool add_contraction() {
        const node_id x = pick([&](node_id id) { return b_[id].type != boolean && b_.dims(id).rank > 0; });
        if (x == graph::no_node) return false;
        const node_id y = pick([&](node_id id) { return b_[id].type == b_[x].type; });
        if (y == graph::no_node) return false;
        const shape of_x = b_.dims(x), of_y = b_.dims(y);
        graph::einsum_labels e;
        e.a_rank = of_x.rank;
        e.b_rank = of_y.rank;
        std::vector<std::int64_t> kept;
        double summed = 1, work = static_cast<double>(of_x.volume());
        std::vector<bool> is_shared(static_cast<std::size_t>(of_x.rank), false);
        for (int i = 0; i < of_x.rank; ++i) e.a[i] = i;
        for (int j = 0; j < of_y.rank; ++j) {
            e.b[j] = of_x.rank + j;
            for (int i = 0; i < of_x.rank; ++i)
                if (of_x[i] == of_y[j] && !is_shared[static_cast<std::size_t>(i)] && random_.chance(0.8)) {
                    is_shared[static_cast<std::size_t>(i)] = true;
                    e.b[j] = i;
                    break;
                }
            if (e.b[j] < of_x.rank) continue;
            work *= static_cast<double>(of_y[j].value);
            if (random_.chance(0.9))
                kept.push_back(e.b[j]);
            else
                summed *= static_cast<double>(of_y[j].value);
        }
        for (int i = 0; i < of_x.rank; ++i) {
            if (random_.chance(is_shared[static_cast<std::size_t>(i)] ? 0.25 : 0.9))
                kept.push_back(i);
            else
                summed *= static_cast<double>(of_x[i].value);
        }
        if (kept.size() > 4 || work > 50000) return false;
        for (std::size_t i = kept.size(); i-- > 1;)
            if (random_.chance(0.5))
                std::swap(kept[i], kept[static_cast<std::size_t>(random_.below(static_cast<std::int64_t>(i + 1)))]);
        for (const std::int64_t label : kept) e.out[e.out_rank++] = label;
        if (graph::einsum_shape(e, of_x, of_y).dims.volume() > options_.max_elements) return false;
        const magnitude m = magnitudes_.at(x), n = magnitudes_.at(y);
        const double bound = m.bound * n.bound * summed;
        if (b_[x].type == i32 && bound > 1000) return false;
        const int fraction = m.fraction + n.fraction;
        const bool exact = m.is_exact && n.is_exact && bound * std::exp2(fraction) < 1 << 22;
        return note(graph::contract(b_, x, y, e), {bound, fraction, exact});
    }
    bool add_softmax() {
        const node_id x = pick([&](node_id id) { return is_floating(b_[id].type) && b_.dims(id).rank > 0; });
        if (x == graph::no_node) return false;
        const shape dims = b_.dims(x);
        const unsigned last = 1u << (dims.rank - 1);
        const auto stretched = [&](node_id id) { return graph::stretch(b_, id, dims, last); };
        const node_id largest = graph::stop_gradient(b_, graph::reduce(b_, op::reduce_max, x, last));
        const node_id shifted = graph::binary(b_, op::subtract, x, stretched(largest));
        const node_id e = graph::unary(b_, op::exp, shifted);
        const node_id total = graph::reduce(b_, op::reduce_sum, e, last);
        if (random_.chance(0.5)) return note(graph::binary(b_, op::divide, e, stretched(total)), {1, 0, false});
        return note(graph::binary(b_, op::subtract, shifted, stretched(graph::unary(b_, op::log, total))),
                    {8, 0, false});
    }
    bool add_layout() {
        const node_id x = pick([](node_id) { return true; });
        const shape dims = b_.dims(x);
        const magnitude m = magnitudes_.at(x);
        switch (random_.below(5)) {
            case 0: {
                std::vector<std::int64_t> order;
                for (int i = 0; i < dims.rank; ++i) order.insert(order.begin() + random_.below(i + 1), i);
                return note(graph::permute(b_, x, order), m);
            }
            case 1: {  // an axis of extent 1 comes
                shape to;
                const std::int64_t at = random_.below(dims.rank + 1);
                if (dims.rank == 4) return false;
                for (int i = 0; i <= dims.rank; ++i) {
                    if (i == at) to.push_back({});
                    if (i < dims.rank) to.push_back(dims[i]);
                }
                return note(graph::reshape(b_, x, to), m);
            }
            case 2: {  // two neighbours become one axis
                if (dims.rank < 2) return false;
                const int at = static_cast<int>(random_.below(dims.rank - 1));
                if (dims[at].is_dynamic() || dims[at + 1].is_dynamic()) return false;
                shape to;
                for (int i = 0; i < dims.rank; ++i) {
                    if (i == at)
                        to.push_back({dims[i].value * dims[i + 1].value, 0});
                    else if (i != at + 1)
                        to.push_back(dims[i]);
                }
                return note(graph::reshape(b_, x, to), m);
            }
            case 3: {  // repeated along a new axis
                if (dims.rank == 4) return false;
                const std::int64_t at = random_.below(dims.rank + 1);
                shape to;
                std::vector<std::int64_t> axes;
                for (int i = 0; i <= dims.rank; ++i) {
                    if (i == at)
                        to.push_back(options_.dynamic && random_.chance(0.3) ? dynamic_extent(1) : random_extent());
                    if (i == dims.rank) break;
                    axes.push_back(to.rank);
                    to.push_back(dims[i]);
                }
                return to.volume() <= options_.max_elements && note(graph::broadcast(b_, x, to, axes), m);
            }
            default: {
                const shape ramp = random_shape(true);
                if (ramp.rank == 0) return note(graph::extent_of(b_, dynamic_extent(1)), {9, 0, true});
                return note(graph::iota(b_, ramp, static_cast<int>(random_.below(ramp.rank))), {13, 0, true});
            }
        }
    }
};

}  // namespace sylvite::test
