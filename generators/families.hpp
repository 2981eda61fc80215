// The kernel families: each defines the Funcs between arguments and outputs and schedules them all.
#pragma once

#include <sylvite/generators/lowering/kernel.hpp>

namespace sylvite::generators {

void build_elementwise(kernel &k);
void build_reduction_family(kernel &k);
void build_row_wise(kernel &k);
void build_contraction(kernel &k);
void build_scatter(kernel &k);

/// The family that the spec names.
void build(kernel &k);

}  // namespace sylvite::generators
