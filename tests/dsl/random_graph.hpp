// Random networks: every operation, element type, ranks 0 to 4, dynamic extents, several entries with outputs, metrics
// and updates, gradients. The same graph for the same seed on every machine. Values stay tame.
#pragma once

#include "random_graph/entries.hpp"

#include <sylvite/dsl/reference/entry.hpp>

namespace sylvite::test {

class random_graph_maker : random_entries {
  public:
    random_graph_maker(std::uint64_t seed, const random_graph_options &options) : random_entries(seed, options) {}

    graph::table make() {
        add_leaves();
        for (int made = 0, tries = 0; made < options_.operations && tries < 40 * options_.operations; ++tries)
            made += add_operation() ? 1 : 0;
        for (int i = 0; i < options_.entries; ++i) add_entry(i);
        return graph::compact(b_.table().view());
    }
};

inline graph::table make_random_graph(std::uint64_t seed, const random_graph_options &options = {}) {
    return random_graph_maker(seed, options).make();
}

/// Run-time extents and values for the leaves of a table: multiples of 1/8 from -2 to 2, integers from -4 to 4.
struct random_values {
    reference::symbol_extents extents;
    reference::tensors variables, inputs;
};
inline random_values make_random_values(const graph::table_view &table, std::uint64_t seed) {
    random_numbers random(seed);
    random_values v;
    for (const graph::node &n : table.nodes) {
        const shape &dims = table.dims(n);
        for (int i = 0; i < dims.rank; ++i) {
            auto &found = v.extents.of_symbol[static_cast<std::size_t>(dims[i].symbol)];
            if (dims[i].is_dynamic() && found == 0) found = 1 + random.below(dims[i].value);
        }
        if (n.kind == op::extent) {  // a symbol that no shape shows
            auto &found = v.extents.of_symbol[static_cast<std::size_t>(table.attributes(n)[0])];
            if (found == 0) found = 1 + random.below(table.attributes(n)[1]);
        }
    }
    for (node_id id = 0; id < table.size(); ++id) {
        const graph::node &n = table[id];
        if (n.kind != op::input && n.kind != op::parameter && n.kind != op::state) continue;
        reference::tensor value(n.type, v.extents(table.dims(n)));
        for (std::size_t i = 0; i < value.size(); ++i)
            value.set(i, is_floating(n.type) ? static_cast<double>(random.below(33) - 16) / 8
                         : n.type == i32     ? static_cast<double>(random.below(9) - 4)
                                             : static_cast<double>(random.below(2)));
        (n.kind == op::input ? v.inputs : v.variables).emplace(table.name_of_leaf(id), value);
    }
    return v;
}

}  // namespace sylvite::test
