// Loops over the output that several families share.
#pragma once

#include <sylvite/generators/lowering/kernel.hpp>

namespace sylvite::generators {

/// How the last elements of a split loop are done: an element is never computed twice where it is overwritten in place,
/// nor before the start of a buffer that may be shorter than one step.
[[nodiscard]] Halide::TailStrategy tail_of(const kernel &k, axis_id a, std::int64_t step);

/// Vectorises and parallelises a loop nest over the whole output, one of its definitions: tasks of `grain` elements, 0
/// for serial.
void schedule_pointwise(Halide::Stage stage, const kernel &k, int lanes, std::int64_t grain);

}  // namespace sylvite::generators
