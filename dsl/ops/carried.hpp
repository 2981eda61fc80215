// What an entry assigns: its own assignments as they are in its mode, and those that markers carry along.
#pragma once

#include <sylvite/dsl/ops/mode.hpp>

namespace sylvite::graph {

/// `wanted` with `by` in the place of `leaf`: copies of what depends on it, through builder::add.
constexpr node_id with_value(builder &b, node_id wanted, node_id leaf, node_id by) {
    list<node_id> now(wanted + 1, no_node);
    const std::uint32_t location_before = b.current_location();
    for (node_id id = leaf; id <= wanted; ++id) {
        now[id] = id == leaf ? by : id;
        node n = b[id];
        bool changes = false;
        for (int k = 0; k < n.input_count; ++k) {
            const node_id input = n.inputs[k];
            if (input < leaf || now[input] == input) continue;
            n.inputs[k] = now[input];
            changes = true;
        }
        if (!changes || n.effect != 0) continue;
        b.set_location(n.location);
        std::int64_t attributes[max_attributes] = {};  // a copy: the pool moves as rules add to it
        const std::size_t count = n.attributes.count;
        for (std::size_t i = 0; i < count; ++i) attributes[i] = b.attributes(n)[i];
        now[id] = b.add(n, {attributes, count});
    }
    b.set_location(location_before);
    return now[wanted];
}

/// An assignment, of what its value is in this mode. `before`: what the target is by an earlier one, or no_node.
constexpr node_id resolve_assign(builder &b, mode in, node_id effect, node_id before = no_node) {
    const node_id target = b[effect].inputs[0], value = b[effect].inputs[1];
    node_id chosen = resolve(b, in, value);
    if (before != no_node) chosen = with_value(b, chosen, target, before);
    if (chosen == value) return effect;
    const std::uint32_t location_before = b.current_location();
    b.set_location(b[effect].location);
    const node_id id = assign(b, target, chosen);
    b.set_location(location_before);
    return id;
}

struct carried_effect {
    node_id effect = no_node;
    sampled of;
};

/// The assignments that markers carry which these nodes reach in training mode, each once, in the order in which they
/// were written. What is assigned may reach further ones.
constexpr list<carried_effect> carried_effects(const builder &b, array_view<const node_id> from) {
    list<carried_effect> found;
    if (!b.modes().has_effects) return found;
    list<unsigned char> reached(b.size(), 0);
    list<node_id> carrier(b.effect_count(), no_node);
    for (const node_id id : from) reached[id] = 1;
    for (auto id = static_cast<node_id>(b.size()); id-- > 0;) {
        if (reached[id] == 0) continue;
        const node &n = b[id];
        const bool is_marker = n.kind == op::by_mode;
        for (int k = 0; k < (is_marker ? 1 : n.input_count); ++k) reached[n.inputs[k]] = 1;
        if (!is_marker) continue;
        const auto first = static_cast<std::uint32_t>(b.attributes(id)[1]),
                   count = static_cast<std::uint32_t>(b.attributes(id)[2]);
        for (std::uint32_t k = first; k < first + count; ++k) {
            carrier[k] = id;
            reached[b[b.effect(k)].inputs[1]] = 1;
        }
    }
    for (std::uint32_t k = 0; k < carrier.size(); ++k)
        if (carrier[k] != no_node) {
            const auto a = b.attributes(carrier[k]);
            found.push_back({b.effect(k), {a[3], static_cast<std::uint32_t>(a[4])}});
        }
    return found;
}

}  // namespace sylvite::graph
