// From a kernel's spec and schedule to Halide's Funcs.
#pragma once

#include <sylvite/generators/lowering/kernel.hpp>
#include <sylvite/generators/spec/schedule.hpp>

namespace sylvite::generators {

/// Defines the Funcs between arguments and outputs and schedules them all, by the family that the spec names. Throws
/// std::runtime_error where the schedule lacks a parameter.
void build(kernel &k, const schedule &named);

}  // namespace sylvite::generators
