// Random layout with offsets and indexing by data: pad, slice, reverse, concat, gather, scatter_add and what they
// compose.
#pragma once

#include "pool.hpp"

#include <sylvite/dsl/ops/triangle.hpp>
#include <sylvite/dsl/ops/windows.hpp>

#include <cmath>

namespace sylvite::test {

class random_indexing : protected random_pool {
  protected:
    using random_pool::random_pool;

    bool add_offsets() {
        const node_id x = pick([&](node_id id) { return b_.dims(id).rank > 0; });
        if (x == graph::no_node) return false;
        const shape dims = b_.dims(x);
        const magnitude m = magnitudes_.at(x);
        const int axis = static_cast<int>(random_.below(dims.rank));
        switch (random_.below(6)) {
            case 0:
                return add_slice(x, axis, m);
            case 1:
                return add_pad(x, axis, m);
            case 2:
                return note(graph::reverse(b_, x, 1u << axis | static_cast<unsigned>(random_.below(4))), m);
            case 3:
                return add_concat(x, axis, m);
            case 4:
                return add_slide(x, axis, m);
            default:
                return add_cumulative(x, axis, m);
        }
    }

    bool add_indexing() {
        const node_id x = pick([&](node_id id) { return b_.dims(id).rank > 0; });
        if (x == graph::no_node) return false;
        switch (random_.below(3)) {
            case 0:
                return add_gather(x);
            case 1:
                return add_scatter(x);
            default:
                return add_triangle(x);
        }
    }

  private:
    bool add_slice(node_id x, int axis, const magnitude &m) {
        const extent e = b_.dims(x)[axis];
        if (e.is_dynamic() || e.value == 1) return false;
        const std::int64_t begin = random_.below(e.value), end = begin + 1 + random_.below(e.value - begin);
        return note(graph::slice(b_, x, axis, {begin, end, 1 + random_.below(3)}), m);
    }
    /// Windows, or rows that are moved against each other in whatever way.
    bool add_slide(node_id x, int axis, const magnitude &m) {
        const shape dims = b_.dims(x);
        const extent e = dims[axis];
        if (dims.rank < 4 && random_.chance(0.6)) {
            graph::window w{1 + random_.below(3), 1 + random_.below(3), 1 + random_.below(2), random_.below(3) - 1,
                            random_.below(3) - 1};
            if (e.is_dynamic()) w = {w.taps, 1, w.dilation, w.low, w.dilation * (w.taps - 1) - w.low};
            if (!w.fits(e) || dims.volume() * w.taps > options_.max_elements) return false;
            return note(graph::windows(b_, x, axis, w), m);
        }
        const int taps = static_cast<int>(random_.below(dims.rank));
        if (taps == axis || dims[taps].is_dynamic()) return false;
        const graph::slide_map map{1 + random_.below(2), random_.below(4) - 2, random_.below(4) - 2,
                                   e.is_dynamic() ? 1 : 1 + random_.below(2)};
        const extent positions = e.is_dynamic() ? e : extent{1 + random_.below(5), 0};
        if (dims.volume() / e.value * positions.value > options_.max_elements) return false;
        return note(graph::slide(b_, x, axis, taps, positions, map), m);
    }
    bool add_pad(node_id x, int axis, const magnitude &m) {
        const extent e = b_.dims(x)[axis];
        graph::padding p{random_.below(4) - 1, random_.below(4) - 1, random_.chance(0.3) ? 1 : 0};
        if (e.is_dynamic()) p = {p.low, -p.low, 0};
        if (graph::padded_extent(e, p).value == 0) return false;
        return note(graph::pad(b_, x, axis, p, random_.chance(0.5) ? 1 : 0),
                    {std::max(m.bound, 1.), m.fraction, m.is_exact});
    }
    bool add_concat(node_id x, int axis, const magnitude &m) {
        const shape dims = b_.dims(x);
        if (dims[axis].is_dynamic()) return false;
        const node_id y =
            pick([&](node_id id) { return b_[id].type == b_[x].type && graph::can_concat(dims, b_.dims(id), axis); });
        const node_id parts[] = {x, y == graph::no_node ? graph::reverse(b_, x, 1u << axis) : y, x};
        const magnitude of_y = y == graph::no_node ? m : magnitudes_.at(y);
        return note(graph::concat(b_, {parts, random_.chance(0.3) ? 3u : 2u}, axis),
                    {std::max(m.bound, of_y.bound), std::max(m.fraction, of_y.fraction), m.is_exact && of_y.is_exact});
    }
    bool add_cumulative(node_id x, int axis, const magnitude &m) {
        if (b_[x].type == boolean) return false;
        const double bound = m.bound * static_cast<double>(b_.dims(x)[axis].value);
        const bool exact = m.is_exact && bound * std::exp2(m.fraction) < 1 << 22;
        return note(graph::cumulative_sum(b_, x, axis, random_.chance(0.5)), {bound, m.fraction, exact});
    }
    /// An i32 value of the pool; most point into the table, negative ones and large ones do not.
    node_id pick_indices() {
        return pick([&](node_id id) { return b_[id].type == i32 && b_.dims(id).rank <= 2; });
    }
    bool add_gather(node_id table) {
        const node_id at = pick_indices();
        if (at == graph::no_node) return false;
        const shape dims = b_.dims(table);
        int shared = 0;
        while (shared < b_.dims(at).rank && shared + 1 < dims.rank && b_.dims(at)[shared] == dims[shared]) ++shared;
        if (random_.chance(0.5)) shared = 0;
        const graph::broadcast_result r = graph::gathered_shape(dims, b_.dims(at), shared);
        if (!r.legal || r.dims.rank > 4 || r.dims.volume() > options_.max_elements) return false;
        return note(graph::gather(b_, table, at, shared, 0), magnitudes_.at(table));  // NaN would spread to everything
    }
    bool add_scatter(node_id updates) {
        const shape dims = b_.dims(updates);
        const node_id at = pick([&](node_id id) {
            if (b_[id].type != i32 || b_.dims(id).rank > dims.rank) return false;
            for (int i = 0; i < b_.dims(id).rank; ++i)
                if (b_.dims(id)[i] != dims[i]) return false;
            return true;
        });
        if (b_[updates].type == boolean || at == graph::no_node) return false;
        const int shared = static_cast<int>(random_.below(b_.dims(at).rank + 1));
        const extent rows = options_.dynamic && random_.chance(0.2) ? dynamic_extent(2) : random_extent();
        const graph::broadcast_result r = graph::scattered_shape(b_.dims(at), dims, rows, shared);
        if (!r.legal || r.dims.volume() > options_.max_elements) return false;
        magnitude m = magnitudes_.at(updates);
        for (int i = shared; i < b_.dims(at).rank; ++i) m.bound *= static_cast<double>(dims[i].value);
        m.is_exact = m.is_exact && m.bound * std::exp2(m.fraction) < 1 << 22;
        return note(graph::scatter_add(b_, at, updates, rows, shared), m);
    }
    bool add_triangle(node_id x) {
        if (b_.dims(x).rank < 2) return false;
        return note(graph::keep_triangle(b_, x, random_.below(5) - 2, random_.chance(0.5)), magnitudes_.at(x));
    }
};

}  // namespace sylvite::test
