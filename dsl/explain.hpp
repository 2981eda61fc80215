// What is wrong with a network that cannot be evaluated at compile time. Compilers show no text that is worked out in a
// constant expression, so the programs that a build makes of a network run it once more: the mistake is then thrown, as
// one sentence.
#pragma once

#include <sylvite/dsl/trace.hpp>

#include <exception>
#include <string>

namespace sylvite {

namespace detail {

template <class Network>
concept is_callable = std::is_default_constructible_v<Network> && std::is_invocable_v<Network, network &>;

/// "network.hpp:14: error: SENTENCE", as compilers write it.
inline std::string complaint(const location &where, const std::string &sentence) {
    const std::string place = where.known() ? std::string(where.file) + ':' + std::to_string(where.line) + ": " : "";
    return place + "error: " + sentence;
}

inline constexpr const char *expected_operator = "`constexpr void operator()(network &net) const`";

}  // namespace detail

/// Whether graph_of<Network>() is a constant expression: the network is evaluated, and has no mistake.
template <class Network>
concept is_right =
    detail::is_callable<Network> && detail::can_be_traced<Network> && !detail::has_named_mistake<Network>();

/// The first mistake of a network that is not right, with the user's line where it is known. `name` is the struct's.
template <class Network>
std::string explain(const std::string &name) {
    using namespace detail;
    const std::string network_name = "the network " + name;
    if constexpr (!std::is_default_constructible_v<Network>) {
        return complaint({}, network_name + " cannot be made without arguments; give its members values where they are "
                                            "declared, and template parameters in place of constructors");
    } else if constexpr (!std::is_invocable_v<Network, network &>) {
        return complaint({}, network_name + " has no public call operator that takes a network alone; expected " +
                                 expected_operator);
    } else {
        graph::builder b;
        try {
            network net(b);
            Network{}(net);
            static_cast<void>(graph::compact(b.table().view()));
        } catch (const std::exception &mistake) {
            return complaint(b.latest_location(), mistake.what());
        }
        location first;  // its file is the header's
        if (b.table().locations.size() > 1) first = b.table().locations[1];
        return complaint(
            first, network_name +
                       ", which starts here, cannot be evaluated at compile time: its call operator, or a function "
                       "that is called in it, is not constexpr; expected " +
                       expected_operator +
                       "; to have the compiler name the function, write static_assert("
                       "sylvite::parameter_count<" +
                       name + "> > 0); behind the struct");
    }
}

}  // namespace sylvite
