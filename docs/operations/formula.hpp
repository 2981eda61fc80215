// A node of a graph as a formula over nodes that have names.
#pragma once

#include <sylvite/dsl/graph/node.hpp>

#include <map>
#include <string>

namespace sylvite::docs {

using names = std::map<graph::node_id, std::string>;

/// "dy * (1 - y * y)". Broadcasts of scalars vanish; other layout operations are shown as calls.
[[nodiscard]] std::string formula(const graph::node_view &graph, graph::node_id id, const names &known);

/// "[3, n]": a dynamic extent is n.
[[nodiscard]] std::string shape_text(const shape &s);

}  // namespace sylvite::docs
