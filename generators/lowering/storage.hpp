// Funcs in the memory that their description (spec/storage.hpp) says.
#pragma once

#include <sylvite/generators/spec/storage.hpp>

#include <Halide.h>

namespace sylvite::generators {

/// Computes the Func before all else where it is kept in scratch; one on a task's stack is computed where its user
/// says. Throws std::runtime_error if the description has not as many dimensions as the Func.
void keep(Halide::Func &f, const stored_func &as);

}  // namespace sylvite::generators
