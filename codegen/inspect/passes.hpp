// Which part of a training step a node belongs to.
#pragma once

#include <sylvite/dsl/graph/table.hpp>

#include <vector>

namespace sylvite::codegen {

/// forward: what the user wrote, up to outputs, metrics and losses. backward: made by the derivative rules. update:
/// what only assignments need, such as an optimizer's moments.
enum class pass : std::uint8_t { forward, backward, update };

[[nodiscard]] constexpr const char *name_of(pass what) noexcept {
    constexpr const char *names[] = {"forward", "backward", "update"};
    return names[static_cast<std::size_t>(what)];
}

/// Of every node, as one entry uses it. Leaves are forward.
[[nodiscard]] std::vector<pass> passes_of(const graph::table_view &table, const graph::entry_record &entry);

}  // namespace sylvite::codegen
