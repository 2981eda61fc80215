// The chapter on primitive operations.
#pragma once

#include <string>

namespace sylvite::docs {

/// A table a class of operations: name, what it computes, element types, an example of its shapes, gradient. Throws
/// std::runtime_error for an operation that nothing is said about.
[[nodiscard]] std::string primitives_chapter();

}  // namespace sylvite::docs
