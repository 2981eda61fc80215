// How a graph's nodes look, and which of them are drawn.
#pragma once

#include <sylvite/codegen/inspect/passes.hpp>
#include <sylvite/codegen/specs.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <bit>
#include <string>

namespace sylvite::codegen {

struct colours {
    const char *fill, *line;
};
/// Told apart in print and by the colour-blind too: the three differ in brightness.
[[nodiscard]] inline colours colours_of(pass part) {
    static constexpr colours table[] = {{"#d6e6f5", "#2f6ea5"}, {"#f8cf9e", "#b3640f"}, {"#b7dba8", "#3c7a26"}};
    return table[static_cast<std::size_t>(part)];
}

[[nodiscard]] inline std::string quoted_text(const std::string &text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"') out += '\\';
        out += c;
    }
    return out + '"';
}

[[nodiscard]] inline std::string literal(const kernel_spec &spec, graph::node_id id) {
    return fmt::format("{:.6g}", std::bit_cast<double>(spec.view().attributes(id)[0]));
}

/// What a broadcast repeats: broadcasts cost nothing and are not drawn.
[[nodiscard]] inline graph::node_id source_of(const kernel_spec &spec, graph::node_id id) {
    while (spec.nodes[id].kind == graph::op::broadcast) id = spec.nodes[id].inputs[0];
    return id;
}

[[nodiscard]] inline bool is_result(const kernel_spec &spec, graph::node_id id) {
    return std::any_of(spec.outputs.begin(), spec.outputs.end(), [&](const spec_output &o) { return o.node == id; });
}

}  // namespace sylvite::codegen
