// Keeps of a table what the chosen entries reach; markers that no longer matter go.
#pragma once

#include <sylvite/dsl/graph/fault.hpp>
#include <sylvite/dsl/graph/table.hpp>

namespace sylvite::graph {

/// The table of these entries alone (empty: all). Node order, and so topological order, is kept.
constexpr table compact(const table_view &from, std::span<const std::string_view> wanted_entries = {}) {
    const auto wants = [&](const entry_record &e) {
        if (wanted_entries.empty()) return true;
        for (const std::string_view name : wanted_entries)
            if (from.name(e.name) == name) return true;
        return false;
    };
    list<unsigned char> reached(from.size(), 0);
    for (const entry_record &e : from.entries)
        if (wants(e))
            for (const root &r : from.roots_of(e)) reached[r.node] = 1;
    for (auto id = static_cast<node_id>(from.size()); id-- > 0;)
        if (reached[id] != 0)
            for (int k = 0; k < (is_gradient_marker(from[id].kind) ? 1 : from[id].input_count); ++k)
                reached[from[id].inputs[k]] = 1;

    table to;
    list<node_id> moved(from.size(), no_node);
    list<name_id> renamed(from.names.size(), no_node);
    const auto rename = [&](name_id old) {
        if (renamed[old] == no_node) {
            renamed[old] = static_cast<name_id>(to.names.size());
            const std::string_view text = from.name(old);
            to.names.push_back(
                {static_cast<std::uint32_t>(to.characters.size()), static_cast<std::uint32_t>(text.size())});
            for (const char c : text) to.characters.push_back(c);
        }
        return renamed[old];
    };
    // few of the lines that were passed belong to something that is kept
    list<std::uint32_t> relocated(from.locations.size() + 1, 0);
    to.locations.push_back({});
    const auto relocate = [&](std::uint32_t old) {
        if (old != 0 && relocated[old] == 0) {
            relocated[old] = static_cast<std::uint32_t>(to.locations.size());
            to.locations.push_back(from.locations[old]);
        }
        return relocated[old];
    };
    for (node_id id = 0; id < from.size(); ++id) {
        if (reached[id] == 0) continue;
        node n = from[id];
        n.location = relocate(n.location);
        if (n.kind == op::adjoint) fault::adjoint_is_used_outside_of_its_custom_gradient();
        if (is_gradient_marker(n.kind)) {
            moved[id] = moved[n.inputs[0]];
            continue;
        }
        for (int k = 0; k < n.input_count; ++k) n.inputs[k] = moved[n.inputs[k]];
        const auto attributes = from.attributes(id);
        n.attributes.first = attributes.empty() ? 0 : static_cast<std::uint32_t>(to.pool.size());
        const bool named = n.kind == op::input || n.kind == op::parameter || n.kind == op::state;
        for (std::size_t i = 0; i < attributes.size(); ++i)
            to.pool.push_back(named && i == 0 ? rename(static_cast<name_id>(attributes[i])) : attributes[i]);
        moved[id] = static_cast<node_id>(to.nodes.size());
        to.nodes.push_back(n);
    }
    for (const entry_record &e : from.entries) {
        if (!wants(e)) continue;
        to.entries.push_back({rename(e.name), static_cast<std::uint32_t>(to.roots.size()), e.root_count});
        for (root r : from.roots_of(e)) {
            r.node = moved[r.node];
            if (r.what != root_kind::update) r.name = rename(r.name);
            to.roots.push_back(r);
        }
    }
    return to;
}

}  // namespace sylvite::graph
