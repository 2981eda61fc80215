// Kernels, calls and memory of a network for one target; schedules are the next step (program_model.cpp).
#pragma once

#include <sylvite/codegen/interface.hpp>

namespace sylvite::codegen {

[[nodiscard]] plan_model plan_target(const graph::table_view &table, const network_interface &names,
                                     const plan::fusion_options &fusion);

}  // namespace sylvite::codegen
