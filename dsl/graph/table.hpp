// The finished graph of a network: nodes, names, and the entries that run parts of it.
#pragma once

#include <sylvite/dsl/graph/list.hpp>
#include <sylvite/dsl/graph/location.hpp>
#include <sylvite/dsl/graph/node.hpp>

#include <string_view>

namespace sylvite::graph {

/// A position in the table of names.
using name_id = std::uint32_t;

struct name_range {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

/// sample: no result, but what a run must have: a state follows the variance of as many elements as the extents of the
/// mask's symbols multiply to, two at least.
enum class root_kind : std::uint8_t { output, metric, update, sample };

/// What an entry is run for.
struct root {
    root_kind what = root_kind::output;
    name_id name = 0;  // outputs and metrics
    node_id node = no_node;
    // metrics: node is the f64 sum of this many values, times the run-time extents of the symbols in the mask
    std::int64_t static_count = 1;
    std::uint32_t symbol_mask = 0;
};

struct entry_record {
    name_id name = 0;
    std::uint32_t first_root = 0;
    std::uint32_t root_count = 0;
    std::uint32_t sample_count = 0;  // roots behind those
};

/// A read-only view of a whole table, wherever it is stored.
struct table_view : node_view {
    array_view<const char> characters;
    array_view<const name_range> names;
    array_view<const root> roots;
    array_view<const entry_record> entries;
    array_view<const location> locations;  // [0] is the unknown one

    /// The user's line that the node was written at; a gradient's is that of what it is the gradient of.
    [[nodiscard]] constexpr location location_of(node_id id) const {
        return locations.empty() ? location{} : locations[nodes[id].location];
    }
    [[nodiscard]] constexpr std::string_view name(name_id id) const {
        return {characters.data() + names[id].first, names[id].count};
    }
    /// The name of an input, a parameter or a state.
    [[nodiscard]] constexpr std::string_view name_of_leaf(node_id id) const {
        return name(static_cast<name_id>(attributes(id)[0]));
    }
    [[nodiscard]] constexpr array_view<const root> roots_of(const entry_record &e) const {
        return roots.subspan(e.first_root, e.root_count);
    }
    [[nodiscard]] constexpr array_view<const root> samples_of(const entry_record &e) const {
        return roots.subspan(e.first_root + e.root_count, e.sample_count);
    }
};

/// A table that grows.
struct table {
    list<node> nodes;
    list<std::int64_t> pool;
    list<shape> shapes;
    list<char> characters;
    list<name_range> names;
    list<root> roots;
    list<entry_record> entries;
    list<location> locations;

    [[nodiscard]] constexpr table_view view() const {
        table_view v;
        v.nodes = nodes.view();
        v.pool = pool.view();
        v.shapes = shapes.view();
        v.characters = characters.view();
        v.names = names.view();
        v.roots = roots.view();
        v.entries = entries.view();
        v.locations = locations.view();
        return v;
    }
};

struct table_size {
    std::size_t nodes = 0, pool = 0, shapes = 0, characters = 0, names = 0, roots = 0, entries = 0, locations = 0;
};

[[nodiscard]] constexpr table_size size_of(const table &t) {
    return {t.nodes.size(), t.pool.size(),  t.shapes.size(),  t.characters.size(),
            t.names.size(), t.roots.size(), t.entries.size(), t.locations.size()};
}

/// A table of fixed size, to be kept in a constexpr variable.
template <std::size_t Nodes, std::size_t Pool, std::size_t Shapes, std::size_t Characters, std::size_t Names,
          std::size_t Roots, std::size_t Entries, std::size_t Locations>
struct frozen_table {
    // an array has at least one element
    node nodes[Nodes + 1] = {};
    std::int64_t pool[Pool + 1] = {};
    shape shapes[Shapes + 1] = {};
    char characters[Characters + 1] = {};
    name_range names[Names + 1] = {};
    root roots[Roots + 1] = {};
    entry_record entries[Entries + 1] = {};
    location locations[Locations + 1] = {};

    [[nodiscard]] constexpr table_view view() const {
        table_view v;
        v.nodes = {nodes, Nodes};
        v.pool = {pool, Pool};
        v.shapes = {shapes, Shapes};
        v.characters = {characters, Characters};
        v.names = {names, Names};
        v.roots = {roots, Roots};
        v.entries = {entries, Entries};
        v.locations = {locations, Locations};
        return v;
    }
};

}  // namespace sylvite::graph
