// Halide's autoschedulers beside the schedules of this build: how they compare, kernel by kernel.
#pragma once

#include <sylvite/codegen/tuning/tuner.hpp>

namespace sylvite::codegen {

/// Compiles each kernel by each autoscheduler, within options.workshop.compile_seconds, checks and times it beside the
/// best known schedule, and tells it as a table. Nothing of it goes into the database: what memory such kernels take is
/// not planned, so no library can have them.
[[nodiscard]] std::string compare_autoschedulers(const program_model &model, const std::vector<tuning_result> &results,
                                                 const tuning_options &options);

}  // namespace sylvite::codegen
