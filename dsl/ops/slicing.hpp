// Layout with offsets: pad, strided slice and reverse, and what is composed of them. Index maps of their operands, as
// reshape and permute are: element i of the result is one element of the operand, or for pad a literal.
#pragma once

#include <sylvite/dsl/ops/reduction.hpp>

#include <limits>

namespace sylvite::graph {

/// What pad does along one axis, as in XLA: `low` elements in front, `high` behind, `interior` between neighbours;
/// negative low and high cut off. Along a dynamic axis elements can only move: low + high = 0, interior = 0.
struct padding {
    std::int64_t low = 0, high = 0, interior = 0;
    constexpr bool operator==(const padding &) const = default;
};

/// The extent after padding; 0 if there is none.
constexpr extent padded_extent(const extent &from, const padding &p) {
    if (from.is_dynamic()) return p.interior == 0 && p.low + p.high == 0 ? from : extent{0, 0};
    const std::int64_t count = p.low + from.value + (from.value - 1) * p.interior + p.high;
    return {p.interior < 0 || count < 1 ? 0 : count, 0};
}

/// x with a literal around and between its elements.
constexpr node_id pad(builder &b, node_id x, array_view<const padding> of_axis, double value) {
    const shape from = b.dims(x);
    if (static_cast<int>(of_axis.size()) != from.rank)
        fault::axis_out_of_range("pad", static_cast<std::int64_t>(of_axis.size()), from);
    std::int64_t attributes[1 + 3 * max_rank] = {std::bit_cast<std::int64_t>(value)};
    shape to;
    bool changes = false;
    for (int i = 0; i < from.rank; ++i) {
        const padding &p = of_axis[static_cast<std::size_t>(i)];
        const extent e = padded_extent(from[i], p);
        if (e.value == 0 && from[i].is_dynamic()) fault::axis_is_dynamic("pad", i, from);
        if (e.value == 0) fault::padding_does_not_fit(from, i);
        to.push_back(e);
        attributes[1 + i] = p.low;
        attributes[1 + from.rank + i] = p.high;
        attributes[1 + 2 * from.rank + i] = p.interior;
        changes = changes || p != padding{};
    }
    if (!changes) return x;
    return b.add(layout_node(b, op::pad, x, to), {attributes, static_cast<std::size_t>(1 + 3 * from.rank)});
}
/// Along one axis alone.
constexpr node_id pad(builder &b, node_id x, int axis, const padding &p, double value) {
    padding of_axis[max_rank] = {};
    if (axis < 0 || axis >= b.dims(x).rank) fault::axis_out_of_range("pad", axis, b.dims(x));
    of_axis[axis] = p;
    return pad(b, x, {of_axis, static_cast<std::size_t>(b.dims(x).rank)}, value);
}
/// The padding of a pad node along one axis.
constexpr padding padding_of(array_view<const std::int64_t> attributes, int axis) {
    const std::size_t rank = attributes.size() / 3;
    const auto at = [&](std::size_t group) { return attributes[1 + group * rank + static_cast<std::size_t>(axis)]; };
    return {at(0), at(1), at(2)};
}

/// As an end: that of the axis.
inline constexpr std::int64_t axis_end = std::numeric_limits<std::int64_t>::max();

/// Elements begin, begin + step, ... before end; negative begin and end count from the end of the axis, as in NumPy,
/// but must lie within it. With a negative step they go down, from begin to the one behind end; an end of axis_end is
/// then the one in front of the first. The default is the whole axis, the only range that a dynamic one has.
struct slice_range {
    std::int64_t begin = 0, end = axis_end, step = 1;
    constexpr bool operator==(const slice_range &) const = default;
};

/// The range with begin and end counted from the start; a count of 0 elements if it is illegal.
struct resolved_range {
    std::int64_t begin = 0, step = 1, count = 0;
};
constexpr resolved_range resolve(const slice_range &r, std::int64_t n) {
    const bool down = r.step < 0;
    const std::int64_t begin = r.begin < 0 ? r.begin + n : r.begin;
    const std::int64_t end = r.end == axis_end ? (down ? -1 : n) : r.end < 0 ? r.end + n : r.end;
    if (down) {
        const bool within = begin < n && (end >= 0 || r.end == axis_end);
        if (!within || begin <= end) return {};
        const std::int64_t step = r.step < -n ? n : -r.step;
        const std::int64_t count = (begin - end - 1) / step + 1;
        return {begin, count == 1 ? 1 : -step, count};
    }
    if (r.step < 1 || begin < 0 || end > n || begin >= end) return {};
    const std::int64_t count = (end - begin - 1) / r.step + 1;
    return {begin, count == 1 ? 1 : r.step, count};
}

/// The elements along the axes of the mask in the opposite order; of a dynamic axis those that are there at run time.
constexpr node_id reverse(builder &b, node_id x, unsigned mask) {
    const shape dims = b.dims(x);
    std::int64_t axes[max_rank] = {};
    std::size_t count = 0;
    for (int i = 0; i < dims.rank; ++i)
        if ((mask >> i & 1u) != 0 && dims[i] != extent{}) axes[count++] = i;
    return count == 0 ? x : b.add(layout_node(b, op::reverse, x, dims), {axes, count});
}

/// Some elements along each axis. Those that go down are cut out going up, then reversed.
constexpr node_id slice(builder &b, node_id x, array_view<const slice_range> of_axis) {
    const shape from = b.dims(x);
    if (static_cast<int>(of_axis.size()) != from.rank)
        fault::axis_out_of_range("slice", static_cast<std::int64_t>(of_axis.size()), from);
    std::int64_t attributes[2 * max_rank] = {};
    shape to;
    unsigned down = 0;
    for (int i = 0; i < from.rank; ++i) {
        const slice_range &r = of_axis[static_cast<std::size_t>(i)];
        attributes[from.rank + i] = 1;
        if (r == slice_range{}) {
            to.push_back(from[i]);
            continue;
        }
        if (from[i].is_dynamic()) fault::axis_is_dynamic("slice", i, from);
        const resolved_range found = resolve(r, from[i].value);
        if (found.count == 0) fault::slice_out_of_range(from, i, r.begin, r.end, r.step);
        to.push_back({found.count, 0});
        if (found.step < 0) down |= 1u << i;
        attributes[i] = found.step < 0 ? found.begin + (found.count - 1) * found.step : found.begin;
        attributes[from.rank + i] = found.step < 0 ? -found.step : found.step;
    }
    if (to != from) x = b.add(layout_node(b, op::slice, x, to), {attributes, static_cast<std::size_t>(2 * from.rank)});
    return reverse(b, x, down);
}
/// Along one axis alone.
constexpr node_id slice(builder &b, node_id x, int axis, const slice_range &r) {
    slice_range of_axis[max_rank] = {};
    if (axis < 0 || axis >= b.dims(x).rank) fault::axis_out_of_range("slice", axis, b.dims(x));
    of_axis[axis] = r;
    return slice(b, x, {of_axis, static_cast<std::size_t>(b.dims(x).rank)});
}

/// What leaves the other operand of a sum as it is, bit for bit: x + -0 = x for every x, -0 + 0 = 0.
constexpr double neutral_of_sum(dtype type) { return is_floating(type) ? -0.0 : 0.0; }

/// Elements moved by so many places towards the end of the axis (negative: towards its start), with a literal where
/// nothing comes from. Dynamic axes too.
constexpr node_id shift(builder &b, node_id x, int axis, std::int64_t by, double value) {
    return pad(b, x, axis, {by, -by, 0}, value);
}

/// Shapes of operands that can stand behind each other: equal but along the axis, which is not dynamic.
constexpr bool can_concat(const shape &first, const shape &other, int axis) {
    if (first.rank != other.rank || axis < 0 || axis >= first.rank) return false;
    for (int i = 0; i < first.rank; ++i)
        if (i == axis ? first[i].is_dynamic() || other[i].is_dynamic() : first[i] != other[i]) return false;
    return true;
}

/// The operands behind each other along the axis: the sum of the operands padded with -0 (0, false), which leaves
/// every element as it is. Each element costs a comparison for each operand; the gradients are slices.
constexpr node_id concat(builder &b, array_view<const node_id> parts, int axis) {
    if (parts.empty()) fault::shape_not_supported("concat", {});
    const dtype type = b[parts[0]].type;
    const shape first = b.dims(parts[0]);
    std::int64_t total = 0;
    for (const node_id part : parts) {
        if (b[part].type != type) fault::dtypes_do_not_match("concat", type, b[part].type);
        if (axis < 0 || axis >= first.rank) fault::axis_out_of_range("concat", axis, first);
        if (first[axis].is_dynamic()) fault::axis_is_dynamic("concat", axis, first);
        if (!can_concat(first, b.dims(part), axis)) fault::shapes_do_not_match("concat", first, b.dims(part));
        total += b.dims(part)[axis].value;
    }
    node_id sum = no_node;
    std::int64_t at = 0;
    for (const node_id part : parts) {
        const std::int64_t n = b.dims(part)[axis].value;
        const node_id padded = pad(b, part, axis, {at, total - at - n, 0}, neutral_of_sum(type));
        at += n;
        sum = sum == no_node ? padded
                             : elementwise_node(b, type == boolean ? op::logical_or : op::add, type, {sum, padded});
    }
    return sum;
}

}  // namespace sylvite::graph
