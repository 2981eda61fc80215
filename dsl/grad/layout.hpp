// The derivative rules of layout and indexing, for the table in rules.hpp. They come in pairs: each one's adjoint is
// the other, so that gradients of any order stay among them.
#pragma once

#include <sylvite/dsl/grad/reduction.hpp>
#include <sylvite/dsl/ops/indexing.hpp>
#include <sylvite/dsl/ops/windows.hpp>

namespace sylvite::graph::grad {

constexpr void of_reshape(step &s) { s.add(0, reshape(s.b, s.dy, s.b[s.in(0)].dims)); }
constexpr void of_permute(step &s) {
    std::int64_t inverse[max_rank] = {};
    const auto order = s.b.attributes(s.n);
    for (std::size_t i = 0; i < order.size(); ++i) inverse[order[i]] = static_cast<std::int64_t>(i);
    s.add(0, permute(s.b, s.dy, {inverse, order.size()}));
}
constexpr void of_broadcast(step &s) {
    unsigned fresh = all_axes(s.b.dims(s.n));
    for (const std::int64_t axis : s.b.attributes(s.n)) fresh &= ~(1u << axis);
    s.add(0, reduce(s.b, op::reduce_sum, s.dy, fresh));
}
/// Takes back what was moved: elements that were cut off get 0.
constexpr void of_pad(step &s) {
    const shape from = s.dims_of(0);
    const auto rank = static_cast<std::size_t>(from.rank);
    padding back[max_rank] = {};
    slice_range kept[max_rank] = {};
    for (int i = 0; i < from.rank; ++i) {
        const padding p = padding_of(s.b.attributes(s.n), i);
        if (p.interior == 0) {
            back[i] = {-p.low, -p.high, 0};
            continue;
        }
        back[i] = {p.low < 0 ? -p.low : 0, p.high < 0 ? -p.high : 0, 0};
        const std::int64_t first = p.low > 0 ? p.low : 0;
        kept[i] = {first, first + (from[i].value - 1) * (p.interior + 1) + 1, p.interior + 1};
    }
    s.add(0, slice(s.b, pad(s.b, s.dy, {back, rank}, 0), {kept, rank}));
}
constexpr void of_slice(step &s) {
    const shape from = s.dims_of(0), part = s.b.dims(s.n);
    const auto ranges = s.b.attributes(s.n);
    padding back[max_rank] = {};
    for (int i = 0; i < from.rank; ++i) {
        const std::int64_t begin = ranges[static_cast<std::size_t>(i)],
                           step = ranges[static_cast<std::size_t>(from.rank + i)],
                           last = begin + (part[i].value - 1) * step;
        if (!from[i].is_dynamic()) back[i] = {begin, from[i].value - 1 - last, step - 1};
    }
    s.add(0, pad(s.b, s.dy, {back, static_cast<std::size_t>(from.rank)}, 0));
}
constexpr void of_reverse(step &s) { s.add(0, reverse(s.b, s.dy, reduced_axes(s))); }
/// Each element goes back where it was read. A convolution's adjoint is a contraction: it is slid by its operand, so
/// that no windows of adjoints are ever stored.
constexpr void of_slide(step &s) {
    slide_attributes back = slide_of(s.b.attributes(s.n));
    const slide_map &m = back.map;
    back.map = {m.divisor, -m.tap, -m.offset, m.position};
    const extent elements = s.dims_of(0)[back.axis];
    node_id moved = no_node;
    if (s.b[s.dy].kind == op::contraction) moved = slide_operand(s.b, s.dy, back, elements);
    s.add(0, moved != no_node ? moved : slide(s.b, s.dy, back.axis, back.taps, elements, back.map));
}
/// Indices out of range gave a literal: scatter_add drops them.
constexpr void of_gather(step &s) {
    const auto shared = static_cast<int>(s.b.attributes(s.n)[0]);
    const extent rows = s.dims_of(0)[shared];
    s.add(0, scatter_add(s.b, s.in(1), s.dy, rows, shared));
}
/// Updates that were dropped get 0.
constexpr void of_scatter_add(step &s) {
    const auto shared = static_cast<int>(s.b.attributes(s.n)[0]);
    s.add(1, gather(s.b, s.dy, s.in(0), shared, 0));
}

}  // namespace sylvite::graph::grad
