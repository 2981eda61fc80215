// Which network a library was made from, told apart from the entries that the library keeps of it.
#pragma once

#include <sylvite/dsl/graph/table.hpp>

#include <cstdint>
#include <string>

namespace sylvite::codegen {

struct network_identity {
    std::string name;             // the struct in the user's header
    std::uint64_t variables = 0;  // hash of the names, types and extents of all its parameters and states
};

/// `table` is the whole network: a file of weights that all entries share is known by it, whatever a library reaches.
[[nodiscard]] network_identity identify(const graph::table_view &table, std::string name);

}  // namespace sylvite::codegen
