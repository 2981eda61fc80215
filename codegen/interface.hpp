// What a program has by name, whatever the target: dynamic extents, inputs, variables, and the results of entries.
// Their places among the tensors are what headers and files rely on.
#pragma once

#include <sylvite/codegen/location.hpp>
#include <sylvite/codegen/plan_model.hpp>
#include <sylvite/dsl/graph/table.hpp>

#include <map>
#include <vector>

namespace sylvite::codegen {

struct network_interface {
    std::vector<std::int64_t> symbol_bounds;
    std::map<std::int32_t, std::int32_t> symbol_of;                // the network's symbol -> the program's, both from 1
    std::vector<tensor_model> tensors;                             // inputs, parameters, states, results
    std::map<graph::node_id, std::uint32_t> variable;              // inputs, parameters, states -> tensor
    std::vector<std::map<graph::node_id, std::uint32_t>> results;  // of each entry: outputs and metrics -> tensor
    std::uint64_t persistent_bytes = 0;
    std::uint64_t parameter_count = 0;

    [[nodiscard]] shape renumbered(shape s) const;
    /// A tensor for the node's value, without a name or a place.
    [[nodiscard]] tensor_model tensor_for(const graph::table_view &table, graph::node_id id,
                                          const line_names &lines) const;
    /// The same for a value between kernels, which lies in memory in this order.
    [[nodiscard]] tensor_model tensor_for(const graph::table_view &table, graph::node_id id, const line_names &lines,
                                          const plan::storage_order &order) const;
    [[nodiscard]] std::uint32_t mask_of(std::uint32_t network_mask) const;
};

/// Throws sylvite::graph_error where a dynamic extent has two bounds.
[[nodiscard]] network_interface interface_of(const graph::table_view &table);

}  // namespace sylvite::codegen
