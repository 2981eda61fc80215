// Runs an entry of a network by the interpreter.
#pragma once

#include <sylvite/dsl/graph/table.hpp>
#include <sylvite/dsl/reference/interpreter.hpp>

#include <map>

namespace sylvite::reference {

/// Tensors by name: a network's variables (parameters and states), or its inputs.
using tensors = std::map<std::string, tensor, std::less<>>;

struct metric_value {
    double sum = 0;
    std::int64_t count = 0;
    [[nodiscard]] double mean() const { return sum / static_cast<double>(count); }
};

struct entry_result {
    tensors outputs;
    std::map<std::string, metric_value, std::less<>> metrics;
};

/// Throws std::invalid_argument for an unknown name.
[[nodiscard]] inline const graph::entry_record &entry_of(const graph::table_view &table, std::string_view name) {
    for (const graph::entry_record &e : table.entries)
        if (table.name(e.name) == name) return e;
    throw std::invalid_argument("the network has no entry \"" + std::string(name) + "\"");
}

/// Reads of variables see the values from before; assignments take effect at the end, all or, after an exception, none.
/// Throws std::invalid_argument for a missing tensor, or one of another shape or element type than declared.
inline entry_result run_entry(const graph::table_view &table, const graph::entry_record &entry, tensors &variables,
                              const tensors &inputs, const symbol_extents &extents = {}, const step_values &now = {}) {
    interpreter run(
        table, extents,
        [&](graph::node_id id) {
            const std::string_view name = table.name_of_leaf(id);
            const tensors &from = table[id].kind == graph::op::input ? inputs : variables;
            const auto found = from.find(name);
            if (found == from.end())
                throw std::invalid_argument("no value is given for the " +
                                            std::string(graph::info(table[id].kind).name) + " \"" + std::string(name) +
                                            "\"");
            return found->second;
        },
        now);
    entry_result result;
    tensors changed;
    for (const graph::root &r : table.roots_of(entry)) {
        const tensor &value = run.value(r.node);
        if (r.what == graph::root_kind::output) result.outputs.emplace(table.name(r.name), value);
        if (r.what == graph::root_kind::update)
            changed.insert_or_assign(std::string(table.name_of_leaf(table[r.node].inputs[0])), value);
        if (r.what != graph::root_kind::metric) continue;
        metric_value m{value[0], r.static_count};
        for (std::size_t s = 1; s <= static_cast<std::size_t>(max_symbols); ++s)
            if ((r.symbol_mask >> (s - 1) & 1u) != 0) m.count *= extents.of_symbol.at(s);
        result.metrics.emplace(table.name(r.name), m);
    }
    for (auto &[name, value] : changed) variables.insert_or_assign(name, std::move(value));
    return result;
}

}  // namespace sylvite::reference
