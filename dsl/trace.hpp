// From a network's type to its table, gradients and updates included, at compile time.
#pragma once

#include <sylvite/dsl/graph/compact.hpp>
#include <sylvite/dsl/network.hpp>

namespace sylvite {

namespace detail {

/// Runs the network's call operator and keeps what its entries reach. A mistake ends it.
template <class Network>
constexpr graph::table trace() {
    graph::builder b;
    network net(b);
    Network{}(net);
    return graph::compact(b.table().view());
}
/// The same, but the first mistake that can be told apart is kept.
template <class Network>
constexpr graph::table trace(graph::mistake &first_mistake) {
    graph::builder b;
    b.remember_mistakes();
    network net(b);
    Network{}(net);
    first_mistake = b.first_mistake();
    return graph::compact(b.table().view());
}

/// By pointers: every call of an operator[] is work for the compiler, and there are millions in a large network.
template <class T>
constexpr void copy(const T *from, std::size_t count, T *to) {
    for (std::size_t i = 0; i < count; ++i) to[i] = from[i];
}
template <class To>
constexpr void copy(const graph::table_view &from, const graph::table_size &count, To &to) {
    copy(from.nodes.data(), count.nodes, to.nodes.data());
    copy(from.pool.data(), count.pool, to.pool.data());
    copy(from.characters.data(), count.characters, to.characters.data());
    copy(from.names.data(), count.names, to.names.data());
    copy(from.roots.data(), count.roots, to.roots.data());
    copy(from.entries.data(), count.entries, to.entries.data());
    copy(from.locations.data(), count.locations, to.locations.data());
}

/// A table's size, and the table itself where it fits: most networks are traced once, larger ones a second time.
template <class Network>
struct first_trace {
    // Room costs GCC nothing. Clang fills it with nodes, 10 microseconds each, in every network: more than 16,384 nodes
    // are rarer than small networks are many.
#if defined(__clang__)
    static constexpr graph::table_size room{16384, 65536, 65536, 4096, 4096, 64, 4096};
#else
    static constexpr graph::table_size room{65536, 262144, 262144, 16384, 16384, 256, 16384};
#endif
    graph::table_size size;
    graph::frozen_table<room.nodes, room.pool, room.characters, room.names, room.roots, room.entries, room.locations>
        table;
    bool fits = false;
    graph::mistake mistake;

    // Not by way of a variable: Clang evaluates what a variable is initialised with as soon as it sees it, and again
    // later.
    constexpr first_trace() { keep(trace<Network>(mistake)); }

  private:
    constexpr void keep(const graph::table &t) {
        size = graph::size_of(t);
        fits = size.nodes <= room.nodes && size.pool <= room.pool && size.characters <= room.characters &&
               size.names <= room.names && size.roots <= room.roots && size.entries <= room.entries &&
               size.locations <= room.locations;
        if (fits) copy(t.view(), size, table);
    }
};

template <class Network>
inline constexpr first_trace<Network> first_trace_of{};

/// A text whose characters compilers show as part of a type's name.
template <std::size_t Length>
struct text {
    char characters[Length + 1] = {};
    constexpr explicit text(const char *from) {
        for (std::size_t i = 0; i < Length; ++i) characters[i] = from[i];
    }
};
template <text What, text Name>
struct mistake_in_network;

template <class Network, bool Found>
struct mistake_of {};
template <class Network>
struct mistake_of<Network, true> {
    static constexpr const graph::mistake &found = first_trace_of<Network>.mistake;
    static constexpr text<graph::mistake::length(found.what)> what{found.what};
    static constexpr text<graph::mistake::length(found.name)> name{found.name};
    static_assert(sizeof(mistake_in_network<what, name>) == 0,
                  "sylvite: the type named beside this line says what is wrong");
};

template <class Network>
struct traced {
    // after a mistake: ends the compilation at the user's line, then shows what the mistake is about
    static constexpr graph::table_size size =
        first_trace_of<Network>.mistake.found() ? graph::size_of(trace<Network>()) : first_trace_of<Network>.size;
    static constexpr auto table = [] {
        graph::frozen_table<size.nodes, size.pool, size.characters, size.names, size.roots, size.entries,
                            size.locations>
            f;
        if constexpr (first_trace_of<Network>.fits)
            copy(first_trace_of<Network>.table.view(), size, f);
        else
            copy(trace<Network>().view(), size, f);
        return f;
    }();
    static constexpr mistake_of<Network, first_trace_of<Network>.mistake.found()> mistake{};
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
