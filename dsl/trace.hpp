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

/// Room for a T that may stay empty. Compilers fill an array of these without evaluating a constructor an element.
template <class T>
union slot {
    unsigned char nothing;
    T value;
};

/// By pointers: every call of an operator[] is work for the compiler, and there are millions in a large network.
template <class T>
constexpr void copy(const T *from, std::size_t count, T *to) {
    for (std::size_t i = 0; i < count; ++i) to[i] = from[i];
}
template <class T>
constexpr void copy(const T *from, std::size_t count, slot<T> *to) {
    for (std::size_t i = 0; i < count; ++i) std::construct_at(&to[i].value, from[i]);
}
template <class T>
constexpr void copy(const slot<T> *from, std::size_t count, T *to) {
    for (std::size_t i = 0; i < count; ++i) to[i] = from[i].value;
}
template <class From, class To>
constexpr void copy_table(const From &from, const graph::table_size &count, To &to) {
    copy(std::data(from.nodes), count.nodes, std::data(to.nodes));
    copy(std::data(from.pool), count.pool, std::data(to.pool));
    copy(std::data(from.shapes), count.shapes, std::data(to.shapes));
    copy(std::data(from.characters), count.characters, std::data(to.characters));
    copy(std::data(from.names), count.names, std::data(to.names));
    copy(std::data(from.roots), count.roots, std::data(to.roots));
    copy(std::data(from.entries), count.entries, std::data(to.entries));
    copy(std::data(from.locations), count.locations, std::data(to.locations));
}

/// Room for the tables of most networks.
struct table_room {
    static constexpr graph::table_size most{65536, 262144, 4096, 262144, 16384, 16384, 256, 16384};
    slot<graph::node> nodes[most.nodes] = {};
    std::int64_t pool[most.pool] = {};
    slot<shape> shapes[most.shapes] = {};
    char characters[most.characters] = {};
    slot<graph::name_range> names[most.names] = {};
    slot<graph::root> roots[most.roots] = {};
    slot<graph::entry_record> entries[most.entries] = {};
    slot<location> locations[most.locations] = {};

    [[nodiscard]] static constexpr bool fits(const graph::table_size &size) {
        return size.nodes <= most.nodes && size.pool <= most.pool && size.shapes <= most.shapes &&
               size.characters <= most.characters && size.names <= most.names && size.roots <= most.roots &&
               size.entries <= most.entries && size.locations <= most.locations;
    }
};

/// A table's size, and the table itself where it fits: networks of up to 65,536 nodes are traced once, larger ones a
/// second time.
template <class Network>
struct first_trace {
    graph::table_size size;
    table_room table;
    bool fits = false;
    graph::mistake mistake;

    // Nothing at run time: Clang makes the object there where it cannot be made at compile time.
    // Not by way of a variable: Clang evaluates what a variable is initialised with as soon as it sees it, and again
    // later.
    constexpr first_trace() {
        if (std::is_constant_evaluated()) keep(trace<Network>(mistake));
    }

  private:
    constexpr void keep(const graph::table &t) {
        size = graph::size_of(t);
        fits = table_room::fits(size);
        if (fits) copy_table(t.view(), size, table);
    }
};

// Whether a network can be evaluated is asked before it is, and it is evaluated once all the same: GCC keeps the values
// of calls; with Clang a reference is usable in constant expressions if what it is bound to could be made in one.
template <class Network>
constexpr first_trace<Network> make_first_trace() {
    return {};
}
template <auto Value>
struct constant_expression;
#if defined(__clang__)
template <class Network>
inline const first_trace<Network> &first_trace_of = first_trace<Network>();
template <class Network>
concept can_be_traced = requires {
    typename constant_expression<first_trace_of<Network>.fits>;
};
#else
template <class Network>
inline constexpr first_trace<Network> first_trace_of = make_first_trace<Network>();
template <class Network>
concept can_be_traced = requires {
    typename constant_expression<make_first_trace<Network>().fits>;
};
#endif
template <class Network>
constexpr bool has_named_mistake() {
    if constexpr (can_be_traced<Network>)
        return first_trace_of<Network>.mistake.found();
    else
        return false;
}

/// A text whose characters compilers show as part of a type's name.
template <std::size_t Length>
struct text {
    char characters[Length + 1] = {};
    constexpr explicit text(const char *from) {
        for (std::size_t i = 0; i < Length; ++i) characters[i] = from[i];
    }
};
template <text What, text Name, text Where>
struct mistake_in_network;

template <class Network, bool Found>
struct mistake_of {};
template <class Network>
struct mistake_of<Network, true> {
    static constexpr const graph::mistake &found = first_trace_of<Network>.mistake;
    static constexpr text<graph::mistake::length(found.what)> what{found.what};
    static constexpr text<graph::mistake::length(found.name)> name{found.name};
    static constexpr text<graph::mistake::length(found.where)> where{found.where};
    static_assert(sizeof(mistake_in_network<what, name, where>) == 0,
                  "sylvite: the type named beside this line says what is wrong, and where");
};

template <class Network>
struct traced {
    static constexpr mistake_of<Network, has_named_mistake<Network>()> mistake{};
    // the second, where the first is no constant, is for the compiler's message
    static constexpr graph::table_size size = [] {
        if constexpr (can_be_traced<Network>)
            return first_trace_of<Network>.size;
        else
            return graph::size_of(trace<Network>());
    }();
    static constexpr auto table = [] {
        graph::frozen_table<size.nodes, size.pool, size.shapes, size.characters, size.names, size.roots, size.entries,
                            size.locations>
            f;
        if constexpr (can_be_traced<Network>) {
            if constexpr (first_trace_of<Network>.fits)
                copy_table(first_trace_of<Network>.table, size, f);
            else
                copy_table(trace<Network>().view(), size, f);
        }
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
        if (n.kind == graph::op::parameter) count += graph.dims(n).volume();
    return count;
}
template <class Network>
inline constexpr std::int64_t parameter_count = count_parameters(detail::traced<Network>::table.view());

}  // namespace sylvite
