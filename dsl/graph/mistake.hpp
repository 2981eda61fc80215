// Mistakes that name something of the graph. Compilers show no text that is worked out in a constant expression, but
// they do show the names of types: such a mistake is remembered, and dsl/trace.hpp turns it into one.
#pragma once

#include <sylvite/dsl/graph/list.hpp>
#include <sylvite/dsl/graph/location.hpp>

#include <string_view>

namespace sylvite::graph {

/// What is wrong, in a few words, with what (the name of a parameter, a pattern), and where: "network.hpp:14".
struct mistake {
    static constexpr std::size_t room = 96;
    char what[room] = {};
    char name[room] = {};
    char where[room] = {};

    [[nodiscard]] constexpr bool found() const { return what[0] != '\0'; }
    [[nodiscard]] static constexpr std::size_t length(const char (&text)[room]) {
        std::size_t n = 0;
        while (text[n] != '\0') ++n;
        return n;
    }
    static constexpr void copy(std::string_view from, char (&to)[room]) {
        for (std::size_t i = 0; i < room; ++i) to[i] = i + 1 < room && i < from.size() ? from[i] : '\0';
    }
    /// The last part of the file's path, and the line.
    static constexpr void copy(const location &from, char (&to)[room]) {
        if (!from.known()) return;
        const std::string_view file = from.file;
        copy(file.substr(file.rfind('/') + 1), to);
        char digits[10] = {};
        std::size_t count = 0;
        for (std::uint32_t rest = from.line; rest != 0; rest /= 10)
            digits[count++] = static_cast<char>('0' + rest % 10);
        std::size_t end = length(to);
        if (end + count + 2 > room) return;
        to[end++] = ':';
        while (count != 0) to[end++] = digits[--count];
    }
};

}  // namespace sylvite::graph
