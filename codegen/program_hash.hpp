// What a generated header relies on, as one number.
#pragma once

#include <sylvite/codegen/program_model.hpp>

namespace sylvite::codegen {

/// Of the network's table, of what has a name, and of the memory of parameters and states; `model` needs no plan's
/// kernels. Networks that compute something else have another hash, plans for other targets have the same.
[[nodiscard]] std::uint64_t program_hash(const graph::table_view &table, const program_model &model,
                                         const std::vector<tensor_model> &named);

}  // namespace sylvite::codegen
