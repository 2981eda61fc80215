// Mistakes that name something of the graph. Compilers show no text that is worked out in a constant expression, but
// they do show the names of types: such a mistake is remembered, and dsl/trace.hpp turns it into one.
#pragma once

#include <sylvite/dsl/graph/list.hpp>

#include <string_view>

namespace sylvite::graph {

/// What is wrong, in a few words, and with what: the name of a parameter, a pattern.
struct mistake {
    static constexpr std::size_t room = 96;
    char what[room] = {};
    char name[room] = {};

    [[nodiscard]] constexpr bool found() const { return what[0] != '\0'; }
    [[nodiscard]] static constexpr std::size_t length(const char (&text)[room]) {
        std::size_t n = 0;
        while (text[n] != '\0') ++n;
        return n;
    }
    static constexpr void copy(std::string_view from, char (&to)[room]) {
        for (std::size_t i = 0; i < room; ++i) to[i] = i + 1 < room && i < from.size() ? from[i] : '\0';
    }
};

}  // namespace sylvite::graph
