// What random graphs are made of: leaves, and a pool of values with what is known of their size.
#pragma once

#include "../random_numbers.hpp"

#include <sylvite/dsl/grad/sweep.hpp>
#include <sylvite/dsl/graph/compact.hpp>
#include <sylvite/dsl/ops/random.hpp>

#include <algorithm>
#include <map>
#include <string>

namespace sylvite::test {

using graph::node_id;
using graph::op;

struct random_graph_options {
    int operations = 25;  // forward; gradients and updates come on top
    int entries = 3;
    std::int64_t max_elements = 1500;  // of one tensor
    bool dynamic = true;
    bool gradients = true;
    bool second_order = true;
    bool doubles = true;  // f64 beside f32
    bool chance = false;  // random numbers, and what differs in training
};

class random_pool {
  protected:
    random_pool(std::uint64_t seed, const random_graph_options &options) : random_(seed), options_(options) {}

    /// The largest absolute value, and the binary digits after the point, of values that are exact in f32.
    struct magnitude {
        double bound = 2;
        int fraction = 3;
        bool is_exact = false;
    };

    // leaves

    [[nodiscard]] extent random_extent() {
        return {random_.any_of(std::vector<std::int64_t>{1, 2, 3, 5, 7, 8, 13}), 0};
    }
    [[nodiscard]] extent dynamic_extent(std::int32_t symbol) const { return {symbol == 1 ? 9 : 4, symbol}; }
    [[nodiscard]] shape random_shape(bool may_be_dynamic) {
        shape s;
        const std::int64_t rank = random_.below(5);
        for (std::int64_t i = 0; i < rank; ++i) {
            const bool is_dynamic = i == 0 && may_be_dynamic && options_.dynamic && random_.chance(0.7);
            const extent e = is_dynamic ? dynamic_extent(random_.chance(0.8) ? 1 : 2) : random_extent();
            if (s.volume() * e.value <= options_.max_elements / 4) s.push_back(e);
        }
        return s;
    }
    [[nodiscard]] dtype random_float() { return options_.doubles && random_.chance(0.3) ? f64 : f32; }

    node_id declare(op kind, const shape &dims, dtype type) {
        const std::string name = std::string(graph::info(kind).name) + std::to_string(leaf_count_++);
        const bool is_input = kind == op::input;
        return is_input ? b_.declare(kind, name, type, dims, {0}) : b_.declare(kind, name, type, dims, {0, 0, 0});
    }
    void add_leaves() {
        for (int i = 0; i < 3; ++i) note(declare(op::input, random_shape(true), random_float()), {2, 3, true});
        note(declare(op::input, random_shape(true), i32), {4, 0, true});
        note(declare(op::input, random_shape(true), boolean), {1, 0, true});
        for (int i = 0; i < 3; ++i) note(declare(op::parameter, random_shape(false), random_float()), {});
        shape twins = random_shape(false);
        if (random_.chance(0.5)) {  // a square can be turned around
            twins = {};
            for (int i = 0; i < 2; ++i) twins.push_back({3, 0});
        }
        note(declare(op::state, twins, f32), {});
        note(declare(op::state, twins, f32), {});
        note(declare(op::state, random_shape(false), random_float()), {});
    }

    // the pool of values to work with

    bool note(node_id id, magnitude m) {
        const graph::node n = b_[id];
        if (b_.dims(n).volume() > options_.max_elements || b_.dims(n).rank > 4) return false;
        if (is_floating(n.type)) {
            while (m.bound > 4) {  // a power of two keeps exact values exact
                id = graph::with_literal(b_, op::multiply, id, 0.25);
                m.bound /= 4;
                m.fraction += 2;
            }
        } else if (n.type == i32 && m.bound > 1000) {
            return false;
        }
        m.is_exact = m.is_exact && m.fraction + 3 < 22;
        if (!magnitudes_.emplace(id, m).second) return false;
        pool_.push_back(id);
        return true;
    }
    template <class Wanted>
    [[nodiscard]] node_id pick(Wanted wanted) {
        for (int tries = 0; tries < 20; ++tries) {
            // the younger half more often, so that chains grow
            const auto count = static_cast<std::int64_t>(pool_.size());
            const std::int64_t at =
                random_.chance(0.5) ? random_.below(count) : count - 1 - random_.below(count / 2 + 1);
            const node_id id = pool_[static_cast<std::size_t>(at)];
            if (wanted(id)) return id;
        }
        return graph::no_node;
    }
    [[nodiscard]] node_id pick_float() {
        return pick([&](node_id id) { return is_floating(b_[id].type); });
    }
    [[nodiscard]] node_id pick_exact() {
        return pick([&](node_id id) { return magnitudes_.at(id).is_exact; });
    }
    [[nodiscard]] node_id pick_partner(node_id x, bool exact) {
        const graph::node n = b_[x];
        return pick([&](node_id id) {
            if (b_[id].type != n.type || (exact && !magnitudes_.at(id).is_exact)) return false;
            const graph::broadcast_result r = graph::broadcast_shapes(b_.dims(n), b_.dims(id));
            return r.legal && r.dims.volume() <= options_.max_elements;
        });
    }

    random_numbers random_;
    random_graph_options options_;
    graph::builder b_;
    std::vector<node_id> pool_;
    std::map<node_id, magnitude> magnitudes_;
    int leaf_count_ = 0;
};

}  // namespace sylvite::test
