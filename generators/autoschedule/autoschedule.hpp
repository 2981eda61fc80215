// A kernel that Halide schedules.
#pragma once

#include <sylvite/generators/lowering/kernel.hpp>

#include <string>

namespace sylvite::generators {

/// Defines the spec's Funcs without a schedule: every reduction and contraction one Func, elementwise work inlined.
/// Throws std::runtime_error for a scatter, which has no plain form.
void build_plain(kernel &k);

/// Schedules them with Mullapudi2016, Adams2019 or Li2018, for that many threads. Throws std::runtime_error when the
/// name is another, when the plug-in is not there, or Halide::Error when it gives up; it may take minutes.
void autoschedule(kernel &k, const std::string &name, const Halide::Target &target, int threads);

}  // namespace sylvite::generators
