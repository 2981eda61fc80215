// Where the elements of windows are: what slide's attributes mean, and what a window looks at. Plain numbers.
#pragma once

#include <sylvite/dsl/graph/array_view.hpp>
#include <sylvite/dsl/shape.hpp>

#include <cstdint>

namespace sylvite::graph {

/// Element (p, t) of the result is element ((position p + tap t + offset) / divisor, t) of the operand, 0 where that is
/// no whole number or no element.
struct slide_map {
    std::int64_t position = 1, tap = 0, offset = 0, divisor = 1;
    constexpr bool operator==(const slide_map &) const noexcept = default;
};

/// A node's attributes.
struct slide_attributes {
    int axis = 0, taps = 0;
    slide_map map;
};
constexpr slide_attributes slide_of(array_view<const std::int64_t> a) {
    return {static_cast<int>(a[0]), static_cast<int>(a[1]), {a[2], a[3], a[4], a[5]}};
}

/// Window p has the elements stride p + dilation t - low for each tap t, padding counted in elements.
struct window {
    std::int64_t taps = 1, stride = 1, dilation = 1, low = 0, high = 0;
    constexpr bool operator==(const window &) const noexcept = default;

    /// How many elements a window reaches over.
    [[nodiscard]] constexpr std::int64_t reach() const { return dilation * (taps - 1) + 1; }
    [[nodiscard]] constexpr bool is_sound() const { return taps >= 1 && stride >= 1 && dilation >= 1; }
    /// Whether there are as many windows as elements, however many these are.
    [[nodiscard]] constexpr bool keeps_length() const { return stride == 1 && low + high + 1 == reach(); }
    [[nodiscard]] constexpr bool fits(const extent &e) const {
        return e.is_dynamic() ? keeps_length() : e.value + low + high >= reach();
    }
    /// How many windows lie within the padded axis; its last elements may be in none.
    [[nodiscard]] constexpr extent positions(const extent &e) const {
        return e.is_dynamic() ? e : extent{(e.value + low + high - reach()) / stride + 1, 0};
    }
};

}  // namespace sylvite::graph
