// What a network does differently when it trains: which of a marker's operands counts is decided for each entry.
#pragma once

#include <sylvite/dsl/graph/list.hpp>
#include <sylvite/dsl/graph/node.hpp>

namespace sylvite::graph {

/// Of an entry. Dropout and batch normalisation do one thing in training and another everywhere else.
enum class mode : std::uint8_t { training, evaluation };

/// What a builder knows of markers (op::by_mode). A network without any has this empty.
struct mode_records {
    bool has_markers = false;
    bool has_effects = false;   // a marker carries assignments
    list<node_id> resolved[2];  // per mode and node: what it is in that mode, or no_node where nobody has asked
};

}  // namespace sylvite::graph
