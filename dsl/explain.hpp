// What is wrong with a network that cannot be evaluated at compile time. Compilers show no text that is worked out in a
// constant expression, so the programs that a build makes of a network run it once more: the mistake is then thrown, as
// one sentence.
#pragma once

#include <sylvite/dsl/trace.hpp>

namespace sylvite {

namespace detail {

template <class Network>
concept is_callable = std::is_default_constructible_v<Network> && std::is_invocable_v<Network, network &>;

/// What keeps a network from being evaluated at compile time.
enum class obstacle { constructor, call_operator, evaluation };
template <class Network>
constexpr obstacle obstacle_in() {
    if constexpr (!std::is_default_constructible_v<Network>)
        return obstacle::constructor;
    else if constexpr (!std::is_invocable_v<Network, network &>)
        return obstacle::call_operator;
    else
        return obstacle::evaluation;
}

/// The network at run time, for the mistake that it throws.
template <class Network>
void run(graph::builder &b) {
    if constexpr (is_callable<Network>) {
        network net(b);
        Network{}(net);
        static_cast<void>(graph::compact(b.table().view()));
    }
}

/// What explain tells, printed; `name` is the struct's.
void explain(const char *name, obstacle what, void (*run)(graph::builder &));

}  // namespace detail

/// Whether graph_of<Network>() is a constant expression: the network is evaluated, and has no mistake.
template <class Network>
concept is_right =
    detail::is_callable<Network> && detail::can_be_traced<Network> && !detail::has_named_mistake<Network>();

/// Prints the first mistake of a network that is not right to standard error, with the user's line where it is known,
/// as compilers write it: "network.hpp:14: error: SENTENCE". `name` is the struct's.
template <class Network>
void explain(const char *name) {
    detail::explain(name, detail::obstacle_in<Network>(), detail::run<Network>);
}

}  // namespace sylvite
