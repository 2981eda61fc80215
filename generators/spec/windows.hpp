// The attributes of slide: where the elements of windows are. Knows nothing of Halide.
#pragma once

#include <sylvite/dsl/graph/window.hpp>

#include <span>

namespace sylvite::generators {

/// Reads a node's attributes. Throws std::runtime_error for ones that are none, or do not make `result` of `operand`.
[[nodiscard]] graph::slide_attributes slide_of(std::span<const std::int64_t> attributes, const shape &operand,
                                               const shape &result);

}  // namespace sylvite::generators
