// What the axes of a convolution are to its kernel. Knows nothing of Halide.
#pragma once

#include <sylvite/generators/spec/index_space.hpp>

#include <vector>

namespace sylvite::generators {

/// A derived axis that windows look along. Of the one or two axes of its map, -1: there is none.
struct window_axis {
    axis_id id = -1;
    axis_id kept = -1, summed = -1;  // by the contraction
};

/// One operand is read through windows, the other one is not. Vectors go along an axis of the result that only the
/// other one has (channels); where there is none, along one that both have (depthwise); where it is shorter than a
/// vector, along positions, if these are more. Further axes that one operand alone has are rows. Where positions along
/// vectors are summed, each lane has sums of its own, and the lanes are added at the end.
struct convolution_roles {
    bool fits = false;  // else it is computed as a contraction
    bool sums_positions =
        false;  // a weight gradient: the sum is over the positions, which are many, else over the taps
    value_id root = -1;
    value_id seen = -1, other = -1;  // operands: the one that windows look at, and the other one
    axis_id column = -1;
    bool is_shared_column = false;     // both operands have it
    bool has_position_column = false;  // windows look along it
    // Outermost first, in the order of the memory that windows look at.
    std::vector<window_axis> windows;
    std::vector<axis_id> copied;  // what indexes a copy of `seen`: window axes, and axes with loops
    std::vector<axis_id> rows, summed;
    std::vector<axis_id> others;  // further axes of the result: columns, and axes that both operands have

    [[nodiscard]] bool sums_by_lane() const { return sums_positions && has_position_column; }
    [[nodiscard]] bool sums_by_lane(axis_id a) const { return sums_by_lane() && a == column; }

    /// The window that looks along the axis; null: none does.
    [[nodiscard]] const window_axis *window_of(axis_id a) const {
        for (const window_axis &w : windows)
            if (w.kept == a || w.summed == a) return &w;
        return nullptr;
    }
    /// The k-th row and window from the inside.
    [[nodiscard]] axis_id row(std::size_t k) const { return rows[rows.size() - 1 - k]; }
    [[nodiscard]] const window_axis &window(std::size_t k) const { return windows[windows.size() - 1 - k]; }
    /// The one whose taps may be the innermost of the sum, where positions of a tile side by side meet each other's
    /// elements; null: none.
    [[nodiscard]] const window_axis *shared_window() const {
        const std::size_t k = has_position_column ? 1 : 0;
        return k < windows.size() ? &window(k) : nullptr;
    }
    /// Which row from the inside the axis is; -1: none.
    [[nodiscard]] int place_of_row(axis_id a) const {
        for (std::size_t k = 0; k < rows.size(); ++k)
            if (row(k) == a) return static_cast<int>(k);
        return -1;
    }
    /// Of the axis that counts positions; the other one counts taps.
    [[nodiscard]] axis_id position_of(const window_axis &w) const { return sums_positions ? w.summed : w.kept; }
};

/// Of a channel at a time, forward or for the data: a few products for each result.
[[nodiscard]] constexpr bool is_depthwise(const convolution_roles &roles) {
    return roles.is_shared_column && !roles.sums_positions && !roles.has_position_column;
}

/// Of the windows along an axis; 1 where there are none.
[[nodiscard]] std::int64_t divisor_of(const index_space &space, const convolution_roles &roles, axis_id a);

/// Rows whose windows divide: the gradient of a strided convolution. Its results are worked out phase by phase.
[[nodiscard]] std::vector<axis_id> phased_rows(const index_space &space, const convolution_roles &roles);

[[nodiscard]] convolution_roles convolution_roles_of(const index_space &space, std::int64_t lanes);

}  // namespace sylvite::generators
