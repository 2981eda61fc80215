// From a network's type to its table, gradients and updates included, at compile time.
#pragma once

#include <sylvite/dsl/graph/compact.hpp>
#include <sylvite/dsl/network.hpp>

namespace sylvite {

namespace detail {

/// Runs the network's call operator and keeps what its entries reach.
template <class Network>
constexpr graph::table trace() {
    graph::builder b;
    network net(b);
    Network{}(net);
    return graph::compact(b.table().view());
}

template <class Network>
struct traced {
    static constexpr graph::table_size size = graph::size_of(trace<Network>());
    static constexpr auto table = [] {
        const graph::table t = trace<Network>();
        graph::frozen_table<size.nodes, size.pool, size.characters, size.names, size.roots, size.entries> f;
        for (std::size_t i = 0; i < size.nodes; ++i) f.nodes[i] = t.nodes[i];
        for (std::size_t i = 0; i < size.pool; ++i) f.pool[i] = t.pool[i];
        for (std::size_t i = 0; i < size.characters; ++i) f.characters[i] = t.characters[i];
        for (std::size_t i = 0; i < size.names; ++i) f.names[i] = t.names[i];
        for (std::size_t i = 0; i < size.roots; ++i) f.roots[i] = t.roots[i];
        for (std::size_t i = 0; i < size.entries; ++i) f.entries[i] = t.entries[i];
        return f;
    }();
};

}  // namespace detail

/// The network's table: nodes of all entries, forward, backward and updates.
template <class Network>
[[nodiscard]] constexpr graph::table_view graph_of() {
    return detail::traced<Network>::table.view();
}

/// The number of trained values.
[[nodiscard]] constexpr std::int64_t count_parameters(const graph::node_view &graph) {
    std::int64_t count = 0;
    for (const graph::node &n : graph.nodes)
        if (n.kind == graph::op::parameter) count += n.dims.volume();
    return count;
}
template <class Network>
inline constexpr std::int64_t parameter_count = count_parameters(detail::traced<Network>::table.view());

}  // namespace sylvite
