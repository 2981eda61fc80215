// A node of the graph: flat, structural, the same in the network's table and in a kernel's spec.
#pragma once

#include <sylvite/dsl/dtype.hpp>
#include <sylvite/dsl/graph/array_view.hpp>
#include <sylvite/dsl/graph/op.hpp>
#include <sylvite/dsl/shape.hpp>

#include <cstdint>

namespace sylvite::graph {

using node_id = std::uint32_t;
inline constexpr node_id no_node = 0xffffffffu;
inline constexpr int max_inputs = 3;

/// A run of integers in the table's pool of interned attributes. What they mean stands in operations.def.
struct attribute_list {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
    constexpr bool operator==(const attribute_list &) const noexcept = default;
};

/// A position in the table's shapes, where equal ones are one; 0: of a scalar. Nodes stay small whatever their rank,
/// and two nodes of one table have the same shape if they have the same number.
struct shape_id {
    std::uint32_t index = 0;
    constexpr bool operator==(const shape_id &) const noexcept = default;
};

/// Every node has one value.
struct node {
    op kind = op::constant;
    dtype type = dtype::f32;
    dtype accumulator = dtype::f32;  // reductions and contractions; elsewhere equal to type
    std::uint8_t input_count = 0;
    std::uint32_t effect = 0;  // 0: pure; else a key of its own, never shared, kept in order
    node_id inputs[max_inputs] = {no_node, no_node, no_node};  // ids smaller than the node's own
    attribute_list attributes;
    shape_id dims;
    // Says where it comes from, not what it is; equal nodes may differ in it.
    std::uint32_t location = 0;  // where it was written, in table::locations; 0: unknown
    bool is_derivative = false;  // made by the rules of grad/

    constexpr bool operator==(const node &o) const noexcept {
        if (kind != o.kind || type != o.type || accumulator != o.accumulator || input_count != o.input_count ||
            effect != o.effect || attributes != o.attributes)
            return false;
        for (int i = 0; i < max_inputs; ++i)
            if (inputs[i] != o.inputs[i]) return false;
        return dims == o.dims;
    }
};

/// A read-only view of nodes, their attributes and their shapes, wherever they are stored.
struct node_view {
    array_view<const node> nodes;
    array_view<const std::int64_t> pool;
    array_view<const shape> shapes;

    [[nodiscard]] constexpr const node &operator[](node_id id) const { return nodes[id]; }
    [[nodiscard]] constexpr std::size_t size() const { return nodes.size(); }
    [[nodiscard]] constexpr array_view<const std::int64_t> attributes(const node &n) const {
        return pool.subspan(n.attributes.first, n.attributes.count);
    }
    [[nodiscard]] constexpr array_view<const std::int64_t> attributes(node_id id) const {
        return attributes(nodes[id]);
    }
    [[nodiscard]] constexpr const shape &dims(const node &n) const { return shapes[n.dims.index]; }
    [[nodiscard]] constexpr const shape &dims(node_id id) const { return dims(nodes[id]); }
};

}  // namespace sylvite::graph
