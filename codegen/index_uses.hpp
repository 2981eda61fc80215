// Which inputs an entry takes for positions: what the runtime needs to know to say that a label is out of range.
#pragma once

#include <sylvite/dsl/graph/table.hpp>
#include <sylvite/runtime/core/program.hpp>

#include <array>
#include <vector>

namespace sylvite::codegen {

/// One input, used in one way; equal uses are one.
struct index_use {
    graph::node_id input = graph::no_node;
    graph::node_id user = graph::no_node;  // the first node that uses it so
    core::index_use::kind what = core::index_use::kind::position;
    bool gives_nan = false;
    extent range;  // with the network's symbol
    std::array<core::index_use::range, core::max_tensor_rank> part;
};

/// Inputs that reach, through casts and layout alone,
/// - the indices of a gather or scatter_add,
/// - a comparison with all positions of an axis along which the input does not change: a label or one_hot.
/// One that is computed with on the way (y - 1, select(...)) has another range than the operation, and is left out; so
/// is one of which a part is taken behind a reshape, because the elements that count cannot be told then.
[[nodiscard]] std::vector<index_use> index_uses_of(const graph::table_view &table, const graph::entry_record &entry);

}  // namespace sylvite::codegen
