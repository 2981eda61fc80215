// What one kernel computes: a small subgraph in canonical form. The generators read it; its hash names the kernel.
#pragma once

#include <sylvite/dsl/graph/node.hpp>
#include <sylvite/generators/spec/family.hpp>

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

namespace sylvite::generators {

/// A dense row-major buffer: extents outermost first. In Halide the dimensions are reversed, innermost first.
struct spec_argument {
    dtype type = dtype::f32;
    shape dims;
    bool operator==(const spec_argument &) const = default;
};

/// A result. With in_place >= 0 it overwrites that argument, which the subgraph reads at the same index only
/// (elementwise, no layout operation on the way); that argument is then no buffer of its own.
/// All results of a kernel have the same shape, but for row_wise ones: there some may be of the row, with the leading
/// part of the others' shape. dtypes may differ.
struct spec_output {
    graph::node_id node = graph::no_node;
    int in_place = -1;
    bool is_row = false;  // of a larger tensor: it may begin at any element, not at multiples of 64 bytes alone
    bool operator==(const spec_output &) const = default;
};

/// A kernel is called with: user context; the symbols' run-time extents (i32 scalars, symbol 1 first); where it has
/// random numbers seed, step and first row (u64 scalars); the arguments that are not overwritten, in order; the
/// outputs, in order. Leaves are argument, constant, iota, extent and random only; symbols are numbered 1, 2, ... in
/// order of first appearance.
struct kernel_spec {
    family kind = family::elementwise;
    std::vector<std::int64_t> symbol_bounds;  // symbol s runs from 1 to symbol_bounds[s - 1]
    std::vector<spec_argument> arguments;
    std::vector<graph::node> nodes;  // topological order; effect is 0
    std::vector<std::int64_t> pool;  // attributes of the nodes
    std::vector<shape> shapes{{}};   // of the nodes, in order of first appearance behind that of a scalar
    std::vector<spec_output> outputs;

    [[nodiscard]] graph::node_view view() const { return {nodes, pool, shapes}; }
    [[nodiscard]] const shape &dims(const graph::node &n) const { return shapes[n.dims.index]; }
    [[nodiscard]] const shape &dims(graph::node_id id) const { return dims(nodes[id]); }
    /// The number of a shape, added if it is new.
    graph::shape_id intern(const shape &dims) {
        const auto found = std::find(shapes.begin(), shapes.end(), dims);
        const auto index = static_cast<std::uint32_t>(found - shapes.begin());
        if (found == shapes.end()) shapes.push_back(dims);
        return {index};
    }
    bool operator==(const kernel_spec &) const = default;
};

/// Whether the kernel is given the step values.
[[nodiscard]] inline bool takes_step_values(const graph::node_view &of) {
    return std::any_of(of.nodes.begin(), of.nodes.end(),
                       [](const graph::node &n) { return n.kind == graph::op::random; });
}

/// Canonical text (one line an item); parse_spec(to_text(s)) == s. parse_spec throws std::runtime_error naming the
/// line.
[[nodiscard]] std::string to_text(const kernel_spec &spec);
[[nodiscard]] kernel_spec parse_spec(const std::string &text);

/// 128-bit hash as 32 hexadecimal digits.
[[nodiscard]] std::string hash_hex(const std::string &text);

}  // namespace sylvite::generators
