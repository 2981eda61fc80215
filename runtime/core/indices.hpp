// Labels and indices that are out of range: what kernels answer with NaN, 0 or nothing, and a check names.
#pragma once

#include <sylvite/runtime/core/instance.hpp>

namespace sylvite::core {

struct index_finding {
    bool found = false;
    std::uint64_t element = 0;  // of the input, row-major
    double value = 0;           // as the kernels take it: cut off towards 0
    std::int64_t extent = 0;    // 0 to extent - 1 was possible
};

/// The first element of what is used that is out of range, at the run-time extents; inputs that are not bound hold
/// none. `ignore` is let through.
[[nodiscard]] index_finding find_out_of_range(const program &code, const index_use &use, const instance &net,
                                              std::int32_t ignore = 0) noexcept;

}  // namespace sylvite::core
