// From a kernel of the plan to its canonical spec, and the nodes whose memory it is called with.
#pragma once

#include <sylvite/codegen/plan/order.hpp>
#include <sylvite/codegen/specs.hpp>

namespace sylvite::codegen {

struct extracted_kernel {
    kernel_spec spec;
    std::vector<graph::node_id> arguments;  // per spec argument: the leaf or materialised node that it is
    std::vector<graph::node_id> outputs;    // per spec output: the materialised node, or the assign
    std::vector<std::int32_t> symbols;      // per spec symbol: the network's symbol
    std::vector<graph::node_id> origins;    // per spec node: the network's node that it stands for
};

/// The spec of one step of an entry's plan. Nodes are numbered in depth-first order from the results, so that
/// equal kernels have equal specs wherever they stand.
[[nodiscard]] extracted_kernel extract(const graph::table_view &table, const plan::ordered_kernels &plan,
                                       const plan::step &step);

/// The spec that copies a variable into the order in which the plan's kernels read it.
[[nodiscard]] extracted_kernel extract_packing(const graph::table_view &table, const plan::ordered_kernels &plan,
                                               graph::node_id variable);

}  // namespace sylvite::codegen
