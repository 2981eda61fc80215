// Loops of a CPU that several families share: over the output, and over the lanes of a reduction.
#pragma once

#include <sylvite/generators/lowering/kernel.hpp>
#include <sylvite/generators/lowering/reduce.hpp>

namespace sylvite::generators {

/// How the last elements of a split loop are done: an element is never computed twice where it is overwritten in place,
/// nor before the start of a buffer that may be shorter than one step.
[[nodiscard]] Halide::TailStrategy tail_of(const kernel &k, axis_id a, std::int64_t step);

/// Vectorises and parallelises a loop nest over the whole output, one of its definitions: tasks of `grain` elements, 0
/// for serial. `stretch` becomes the loop over so many elements of the innermost axis, if it is asked for.
void schedule_pointwise(Halide::Stage stage, const kernel &k, int lanes, std::int64_t grain,
                        const Var *stretch = nullptr, int elements = 0);

/// One loop of all of these, innermost first; it is called "fusedK", or as the last one if that is given.
Var fuse_loops(Halide::Stage stage, std::span<const Var> loops, const Var *last = nullptr);

/// Vectorises the partial results over their lanes. Before all else that is scheduled of them.
void schedule_lanes(reduction_chain &chain, int vector);

}  // namespace sylvite::generators
