// A network through compiled kernels beside the interpreter.
#pragma once

#include "../dsl/random_graph.hpp"
#include "compiled_network.hpp"

namespace sylvite::test {

/// Runs every entry both ways and expects the same outputs, metrics and variables, up to slack (1 + |value|); of
/// entries that differ the first wrong kernel is named. f64 values may have come from f32 ones. Returns the bytes of
/// what the kernels gave, entry by entry.
std::vector<std::byte> run_and_compare(const graph::table_view &table, const random_values &start,
                                       const compile_options &options = {}, double slack = 2e-4);

}  // namespace sylvite::test
