// A report on a planned network, for people.
#pragma once

#include <sylvite/codegen/program_model.hpp>

namespace sylvite::codegen {

/// Parameters, entries with their kernels, and memory, as plain text.
[[nodiscard]] std::string describe(const graph::table_view &table, const program_model &model);

}  // namespace sylvite::codegen
