// What a rewrite rule is: it looks at one candidate node, whose inputs are in the builder already, and returns a node
// that computes the same, or no_node.
#pragma once

#include <sylvite/dsl/ops/reduction.hpp>

namespace sylvite::graph::simplify {

using attribute_view = array_view<const std::int64_t>;
using rule = node_id (*)(builder &, const node &, attribute_view);

constexpr bool is_literal(const builder &b, node_id id, double value) {
    const literal l = literal_of(b, id);
    return l.known && l.value == value;
}

}  // namespace sylvite::graph::simplify
