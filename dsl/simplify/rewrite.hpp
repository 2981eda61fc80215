// Applies the table of rewrite rules to one candidate node, as it is inserted.
#pragma once

#include <sylvite/dsl/simplify/rules.hpp>

namespace sylvite::graph {

namespace simplify {
struct rule_range {
    std::uint8_t first = 0, last = 0;
};
struct rule_index {
    rule_range of[static_cast<unsigned>(op::count_)];
};
inline constexpr rule_index ranges = [] {
    rule_index index{};
    std::uint8_t i = 0;
    for (const table_entry &e : table) {
        rule_range &r = index.of[static_cast<unsigned>(e.kind)];
        if (r.last == 0) r.first = i;
        r.last = ++i;
    }
    return index;
}();
}  // namespace simplify

constexpr node_id rewrite(builder &b, const node &candidate, array_view<const std::int64_t> attributes) {
    const simplify::rule_range r = simplify::ranges.of[static_cast<unsigned>(candidate.kind)];
    for (unsigned i = r.first; i < r.last; ++i)
        if (const node_id id = simplify::table[i].apply(b, candidate, attributes); id != no_node) return id;
    if (info(candidate.kind).kind == op_class::elementwise) return simplify::broadcast_last(b, candidate, attributes);
    return no_node;
}

}  // namespace sylvite::graph
