// What tuning gained, as text.
#pragma once

#include <sylvite/codegen/tuning/tuner.hpp>

namespace sylvite::codegen {

/// "1.234 ms", "5.67 us", "8.9 ns".
[[nodiscard]] std::string time_text(double seconds);

/// A line a kernel, the dearest first, then the step of each entry as the sum of its kernels.
[[nodiscard]] std::string gains(const program_model &model, const std::vector<tuning_result> &results);

/// The steps' time after 1, 2, 4, ... trials a kernel, as a part of the heuristics': how a search does.
[[nodiscard]] std::string curve(const program_model &model, const std::vector<tuning_result> &results);

}  // namespace sylvite::codegen
