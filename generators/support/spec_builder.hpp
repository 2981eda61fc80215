// Writes kernel specs by hand: for tests and benchmarks.
#pragma once

#include <sylvite/dsl/graph/window.hpp>
#include <sylvite/generators/spec/kernel_spec.hpp>

#include <bit>
#include <initializer_list>
#include <string_view>
#include <vector>

namespace sylvite::generators {

class spec_builder {
  public:
    using id = graph::node_id;
    using integers = std::vector<std::int64_t>;

    explicit spec_builder(family kind) { spec_.kind = kind; }

    extent symbol(std::int64_t bound) {
        spec_.symbol_bounds.push_back(bound);
        return {bound, static_cast<std::int32_t>(spec_.symbol_bounds.size())};
    }
    [[nodiscard]] static shape dims(std::initializer_list<extent> extents) {
        shape s;
        for (const extent &e : extents) s.push_back(e);
        return s;
    }

    id argument(dtype type, const shape &s) {
        spec_.arguments.push_back({type, s});
        return add(graph::op::argument, type, s, {}, {static_cast<std::int64_t>(spec_.arguments.size()) - 1});
    }
    id constant(dtype type, double value) {
        return add(graph::op::constant, type, {}, {}, {std::bit_cast<std::int64_t>(value)});
    }
    id iota(const shape &s, int axis) { return add(graph::op::iota, dtype::i32, s, {}, {axis}); }
    id random(dtype type, const shape &s, std::uint64_t stream) {
        return add(graph::op::random, type, s, {}, {std::bit_cast<std::int64_t>(stream)});
    }
    id run_time_extent(std::int64_t symbol) { return add(graph::op::extent, dtype::i32, {}, {}, {symbol}); }

    /// A scalar repeated over the shape.
    id fill(id scalar, const shape &s) { return broadcast(scalar, s, {}); }
    id number(double value, id like) { return fill(constant(type(like), value), dims(like)); }

    id apply(graph::op kind, std::initializer_list<id> inputs) {
        const id last = inputs.begin()[inputs.size() - 1];
        const bool is_test = graph::info(kind).result == graph::result_type_of::truth;
        return add(kind, is_test ? dtype::boolean : type(last), dims(last), inputs, {});
    }
    id cast(id x, dtype to) { return add(graph::op::cast, to, dims(x), {x}, {}); }
    id broadcast(id x, const shape &s, const integers &axes) {
        return add(graph::op::broadcast, type(x), s, {x}, axes);
    }
    id reshape(id x, const shape &s) { return add(graph::op::reshape, type(x), s, {x}, {}); }
    id permute(id x, const integers &axes) {
        shape s;
        for (const auto a : axes) s.push_back(dims(x)[static_cast<int>(a)]);
        return add(graph::op::permute, type(x), s, {x}, axes);
    }
    /// low, high, interior of each axis.
    id pad(id x, double value, const integers &low, const integers &high, const integers &interior) {
        shape s = dims(x);
        integers attributes{std::bit_cast<std::int64_t>(value)};
        for (const auto *list : {&low, &high, &interior})
            attributes.insert(attributes.end(), list->begin(), list->end());
        for (int d = 0; d < s.rank; ++d) {
            const auto i = static_cast<std::size_t>(d);
            s[d].value += low[i] + high[i] + (s[d].value - 1) * interior[i];
        }
        return add(graph::op::pad, type(x), s, {x}, attributes);
    }
    id slice(id x, const integers &begin, const integers &step, const shape &s) {
        integers attributes = begin;
        attributes.insert(attributes.end(), step.begin(), step.end());
        return add(graph::op::slice, type(x), s, {x}, attributes);
    }
    id reverse(id x, const integers &axes) { return add(graph::op::reverse, type(x), dims(x), {x}, axes); }
    /// The axis becomes position and tap; padding in front and behind.
    id windows(id x, int axis, std::int64_t taps, std::int64_t stride = 1, std::int64_t dilation = 1,
               std::int64_t low = 0, std::int64_t high = 0) {
        shape repeated;
        integers axes;
        for (int d = 0; d < dims(x).rank; ++d) {
            axes.push_back(repeated.rank);
            repeated.push_back(dims(x)[d]);
            if (d == axis) repeated.push_back({taps, 0});
        }
        const graph::window w{taps, stride, dilation, low, high};
        return slide(broadcast(x, repeated, axes), axis, axis + 1, w.positions(dims(x)[axis]),
                     {stride, dilation, -low, 1});
    }
    id slide(id x, int axis, int taps, const extent &positions, const graph::slide_map &m) {
        shape s = dims(x);
        s[axis] = positions;
        return add(graph::op::slide, type(x), s, {x}, {axis, taps, m.position, m.tap, m.offset, m.divisor});
    }
    id gather(id table, id index, int shared, double otherwise) {
        shape s = dims(index);
        for (int d = shared + 1; d < dims(table).rank; ++d) s.push_back(dims(table)[d]);
        return add(graph::op::gather, type(table), s, {table, index}, {shared, std::bit_cast<std::int64_t>(otherwise)});
    }
    id scatter_add(id index, id updates, const extent &rows, int shared) {
        shape s;
        for (int d = 0; d < shared; ++d) s.push_back(dims(index)[d]);
        s.push_back(rows);
        for (int d = dims(index).rank; d < dims(updates).rank; ++d) s.push_back(dims(updates)[d]);
        return add(graph::op::scatter_add, type(updates), s, {index, updates}, {shared});
    }
    id reduce(graph::op kind, id x, const integers &axes) { return reduce(kind, x, axes, type(x)); }
    id reduce(graph::op kind, id x, const integers &axes, dtype accumulator) {
        shape s;
        for (int d = 0; d < dims(x).rank; ++d) {
            bool kept = true;
            for (const auto a : axes) kept = kept && a != d;
            if (kept) s.push_back(dims(x)[d]);
        }
        const id r = add(kind, graph::is_position(kind) ? dtype::i32 : type(x), s, {x}, axes);
        spec_.nodes[r].accumulator = accumulator;
        return r;
    }
    /// An einsum such as "mk,nk->mn".
    id contraction(id a, id b, std::string_view formula) {
        integers labels;
        shape s;
        const auto comma = formula.find(','), arrow = formula.find("->");
        const auto first = formula.substr(0, comma), second = formula.substr(comma + 1, arrow - comma - 1);
        for (const char c : first) labels.push_back(c);
        for (const char c : second) labels.push_back(c);
        for (const char c : formula.substr(arrow + 2)) {
            labels.push_back(c);
            const auto position = first.find(c);
            s.push_back(position != std::string_view::npos ? dims(a)[static_cast<int>(position)]
                                                           : dims(b)[static_cast<int>(second.find(c))]);
        }
        return add(graph::op::contraction, type(a), s, {a, b}, labels);
    }

    void output(id node, int in_place = -1) { spec_.outputs.push_back({node, in_place}); }
    [[nodiscard]] const kernel_spec &spec() const { return spec_; }
    [[nodiscard]] const graph::node &at(id node) const { return spec_.nodes[node]; }
    /// A copy: what is added next may move it.
    [[nodiscard]] shape dims(id node) const { return spec_.dims(node); }
    [[nodiscard]] dtype type(id node) const { return at(node).type; }

  private:
    id add(graph::op kind, dtype type, const shape &s, const std::vector<id> &inputs, const integers &attributes) {
        graph::node n;
        n.kind = kind;
        n.type = n.accumulator = type;
        n.dims = spec_.intern(s);
        for (const id input : inputs) n.inputs[n.input_count++] = input;
        n.attributes = {static_cast<std::uint32_t>(spec_.pool.size()), static_cast<std::uint32_t>(attributes.size())};
        spec_.pool.insert(spec_.pool.end(), attributes.begin(), attributes.end());
        spec_.nodes.push_back(n);
        return static_cast<id>(spec_.nodes.size()) - 1;
    }

    kernel_spec spec_;
};

}  // namespace sylvite::generators
