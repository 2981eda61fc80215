// A list of calls while it is planned, an entry's or that of a loop's body: which tensors the calls use, and from which
// call to which.
#pragma once

#include <sylvite/codegen/location.hpp>
#include <sylvite/codegen/plan/memory.hpp>
#include <sylvite/codegen/plan_model.hpp>

#include <map>
#include <set>
#include <vector>

namespace sylvite::codegen {

using tensor_map = std::map<graph::node_id, std::uint32_t>;

struct occupant {
    std::uint32_t tensor = 0;
    plan::block block = {};
};
struct placed_tensor {
    std::uint32_t tensor = 0;
    std::uint64_t offset = 0;
};
/// Tensors with places of their own within one block: those of a loop's body, one step's memory for all steps.
struct compound {
    std::vector<placed_tensor> tensors;
    plan::block block = {};

    void append(std::uint32_t tensor, std::uint64_t bytes) {
        tensors.push_back({tensor, block.bytes});
        block.bytes += plan::aligned(bytes);
    }
};

struct call_list {
    const graph::table_view &table;
    const plan::ordered_kernels &plan;
    const line_names &lines;
    const tensor_map &tensor_of;
    std::vector<call_model> calls = {};
    // Of workspace tensors, in the order of the network's nodes, in a loop's body of the tensors.
    std::map<graph::node_id, occupant> lives = {};
    std::vector<compound> compounds = {};
    std::vector<bool> is_touched = {};  // per tensor, those of loops within included
    bool is_body = false;
    std::set<std::uint32_t> own = {};  // of a body: the tensors that live within a step

    [[nodiscard]] std::uint32_t now() const { return static_cast<std::uint32_t>(calls.size()); }
};

/// What an entry's calls use, those in loops included.
struct entry_uses {
    std::uint32_t symbols = 0;
    bool draws = false, writes_persistent = false;
};

/// One more symbol of the program, from 1 on.
constexpr void add_symbol(entry_uses &uses, std::int32_t symbol) { uses.symbols |= 1u << (symbol - 1); }

}  // namespace sylvite::codegen
