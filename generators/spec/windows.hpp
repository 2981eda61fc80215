// The attributes of windows: what an axis is cut into. Knows nothing of Halide.
#pragma once

#include <sylvite/dsl/shape.hpp>

#include <cstdint>
#include <span>

namespace sylvite::generators {

/// Window p along an axis has the elements stride * p + dilation * t - low for each tap t. Padding counts in elements;
/// where it is negative it cuts off. All windows lie within the padded axis; its last elements may be in none.
struct windowing {
    int axis = 0;
    std::int64_t taps = 1, stride = 1, dilation = 1, low = 0, high = 0;

    /// Reads a node's attributes. Throws std::runtime_error for ones that are none, or do not make `result` of
    /// `operand`.
    static windowing of(std::span<const std::int64_t> attributes, const shape &operand, const shape &result);

    /// How many elements a window reaches over.
    [[nodiscard]] std::int64_t reach() const { return dilation * (taps - 1) + 1; }
    /// Whether there are as many windows as elements, however many these are.
    [[nodiscard]] bool keeps_length() const { return stride == 1 && low + high + 1 == reach(); }
    /// How many windows an axis of so many elements has; of a run-time number, as many.
    [[nodiscard]] extent positions(const extent &e) const {
        return e.is_dynamic() ? e : extent{(e.value + low + high - reach()) / stride + 1, 0};
    }
};

}  // namespace sylvite::generators
