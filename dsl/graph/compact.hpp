// Keeps of a table what the chosen entries reach; markers that no longer matter go.
#pragma once

#include <sylvite/dsl/graph/fault.hpp>
#include <sylvite/dsl/graph/table.hpp>

namespace sylvite::graph {

/// The table of these entries alone (empty: all). Node order, and so topological order, is kept.
constexpr table compact(const table_view &from, array_view<const std::string_view> wanted_entries = {}) {
    const auto wants = [&](const entry_record &e) {
        if (wanted_entries.empty()) return true;
        for (const std::string_view name : wanted_entries)
            if (from.name(e.name) == name) return true;
        return false;
    };
    const node *nodes = from.nodes.data();
    const std::int64_t *pool = from.pool.data();
    const auto size = static_cast<node_id>(from.size());
    list<unsigned char> is_reached(size, 0);
    unsigned char *reached = is_reached.begin();
    for (const entry_record &e : from.entries)
        if (wants(e))
            for (const root &r : from.roots_of(e)) reached[r.node] = 1;
    std::size_t count = 0;
    for (node_id id = size; id-- > 0;) {
        if (reached[id] == 0) continue;
        ++count;
        const node &n = nodes[id];
        const int inputs = is_gradient_marker(n.kind) ? 1 : n.input_count;
        for (int k = 0; k < inputs; ++k) reached[n.inputs[k]] = 1;
    }

    table to;
    to.nodes.reserve(count);
    to.pool.reserve(from.pool.size());
    list<node_id> moves(size, no_node);
    node_id *moved = moves.begin();
    list<name_id> renamed(from.names.size(), no_node);
    const auto rename = [&](name_id old) {
        if (renamed[old] == no_node) {
            renamed[old] = static_cast<name_id>(to.names.size());
            const std::string_view text = from.name(old);
            to.names.push_back(
                {static_cast<std::uint32_t>(to.characters.size()), static_cast<std::uint32_t>(text.size())});
            to.characters.append(text.data(), text.size());
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
    list<std::uint32_t> reshaped(from.shapes.size(), 0);
    to.shapes.push_back({});
    const auto relocate_shape = [&](shape_id old) -> shape_id {
        if (old.index != 0 && reshaped[old.index] == 0) {
            reshaped[old.index] = static_cast<std::uint32_t>(to.shapes.size());
            to.shapes.push_back(from.shapes[old.index]);
        }
        return {reshaped[old.index]};
    };
    for (node_id id = 0; id < size; ++id) {
        if (reached[id] == 0) continue;
        const node &old = nodes[id];
        if (old.kind == op::by_mode) fault::entry_depends_on_a_mode_that_was_not_chosen();
        if (old.kind == op::adjoint) fault::adjoint_is_used_outside_of_its_custom_gradient();
        if (is_gradient_marker(old.kind)) {
            moved[id] = moved[old.inputs[0]];
            continue;
        }
        moved[id] = static_cast<node_id>(to.nodes.size());
        to.nodes.push_back(old);
        node &n = to.nodes.back();
        n.location = relocate(old.location);
        n.dims = relocate_shape(old.dims);
        for (int k = 0; k < n.input_count; ++k) n.inputs[k] = moved[n.inputs[k]];
        const attribute_list attributes = old.attributes;
        n.attributes.first = attributes.count == 0 ? 0 : static_cast<std::uint32_t>(to.pool.size());
        to.pool.append(pool + attributes.first, attributes.count);
        if (n.kind == op::input || n.kind == op::parameter || n.kind == op::state) {
            std::int64_t &name = to.pool[n.attributes.first];
            name = rename(static_cast<name_id>(name));
        }
    }
    for (const entry_record &e : from.entries) {
        if (!wants(e)) continue;
        to.entries.push_back(
            {rename(e.name), static_cast<std::uint32_t>(to.roots.size()), e.root_count, e.sample_count});
        for (root r : from.roots_of(e)) {
            r.node = moved[r.node];
            if (r.what != root_kind::update) r.name = rename(r.name);
            to.roots.push_back(r);
        }
        for (root r : from.samples_of(e)) {
            r.node = moved[r.node];
            to.roots.push_back(r);
        }
    }
    return to;
}

}  // namespace sylvite::graph
