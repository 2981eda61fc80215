// What one call of a kernel costs, as a polynomial of the run-time extents.
#pragma once

#include <sylvite/codegen/specs.hpp>
#include <sylvite/runtime/core/program.hpp>

namespace sylvite::codegen {

/// Terms of distinct symbols. Flops as plan::cost_of counts them. Bytes as if each argument were read once and each
/// result written once, one that is updated in place both. `symbols` has the program's symbol (from 1) of each of the
/// spec's. Of a product of more than six dynamic extents the rest counts at its bound.
[[nodiscard]] std::vector<core::work> work_of(const kernel_spec &spec, const std::vector<std::uint32_t> &symbols);

}  // namespace sylvite::codegen
