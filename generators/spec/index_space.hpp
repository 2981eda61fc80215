// The index space of one kernel: named axes instead of positions. Layout operations vanish: each value is expanded from
// the outputs downwards under the axes that index it, and what is left are arguments with the axes of their addresses,
// elementwise operations, reductions and contractions over axes, and guards (pad, gather), which give a literal where
// an operand has no element. Besides the axes that loops run over there are derived ones, whose index is a function of
// others': what slice, pad, reverse, slide, gather and uneven reshapes do to an address. Extents of 1 have no axis;
// axes that are adjacent wherever they occur are merged into one. Knows nothing of Halide.
#pragma once

#include <sylvite/generators/spec/kernel_spec.hpp>

#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace sylvite::generators {

using axis_id = int;
using value_id = int;

/// One summand of an affine index: coefficient × (the row-major index over `axes`, outermost first; there is at least
/// one). The steps of the axes within it follow from their extents, run-time ones too, so that an axis may be split or
/// merged and the coefficient stays.
struct index_term {
    std::vector<axis_id> axes;
    std::int64_t coefficient = 1;

    bool operator==(const index_term &) const = default;
};

/// The index of a derived axis. With n = the sum of the terms + offset, or n the value of an expression, it is
/// n / divisor, and that % bound if it wraps. A guarded axis has an element only where n is a multiple of the dilation
/// from 0 to limit; elsewhere its address is that of another element, and is not to be used.
struct index_map {
    std::vector<index_term> terms;  // none where n is the offset
    value_id from = -1;             // an i32 value instead of the terms
    std::int64_t offset = 0, divisor = 1;
    bool from_end = false;  // the run-time extent of the axis is added to n
    bool wraps = false;
    bool is_guarded = false;
    std::int64_t dilation = 1, limit = 0;  // of a dynamic axis: its run-time extent - 1 instead of limit

    bool operator==(const index_map &) const = default;
};

struct axis {
    std::int64_t bound = 1;             // the extent, dynamic symbols at their bounds
    std::int64_t factor = 1;            // the run-time extent is factor × the product of the symbols' extents
    std::vector<std::int32_t> symbols;  // ascending in order of merging
    bool is_derived = false;            // no loop runs over it
    index_map map;

    [[nodiscard]] bool is_dynamic() const { return !symbols.empty(); }
    bool operator==(const axis &) const = default;
};

/// A node of the spec under the axes that index it.
struct value {
    graph::op kind = graph::op::constant;
    dtype type = dtype::f32;
    dtype accumulator = dtype::f32;
    std::int64_t attribute = 0;    // argument: which; extent: the symbol; constant, guards: bits of a double; random:
                                   // the stream's key
    std::vector<value_id> inputs;  // earlier values; behind the operands those that the axes' maps depend on
    std::vector<axis_id> axes;     // argument, random: of its address, outermost first; iota: of its index, likewise;
                                   // reduction, contraction, scatter_add: those summed over, in row-major order;
                                   // guards: the guarded axes, all of which must have an element
    std::vector<axis_id> into;     // scatter_add: the axis of the result that the indices point along, if it has one
    std::vector<axis_id> free;     // the axes with loops that the value depends on, ascending
    axis row = {};                 // random: none that is indexed, but as many elements as a row of the batch has
    bool has_rows = false;         // random: the batch is counted in rows
};

/// Whether the value is its input where its axes have an element, else a literal. A slide that may find no element is a
/// pad.
[[nodiscard]] inline bool is_guard(graph::op kind) { return kind == graph::op::pad || kind == graph::op::gather; }

/// A stride that does not exist: the address is no linear function of the axis.
inline constexpr std::int64_t irregular = std::numeric_limits<std::int64_t>::min();

class index_space {
  public:
    /// Throws std::runtime_error for a spec that no kernel can be made of.
    explicit index_space(const kernel_spec &spec);

    [[nodiscard]] const kernel_spec &spec() const { return *spec_; }
    [[nodiscard]] const axis &operator[](axis_id id) const { return axes_[static_cast<std::size_t>(id)]; }
    [[nodiscard]] std::size_t axis_count() const { return axes_.size(); }
    [[nodiscard]] std::span<const value> values() const { return values_; }
    [[nodiscard]] const value &at(value_id id) const { return values_[static_cast<std::size_t>(id)]; }
    /// The axes that index the largest output, outermost first.
    [[nodiscard]] std::span<const axis_id> output_axes() const { return output_axes_[largest_output_]; }
    /// Of one output: those, or the outer ones of them.
    [[nodiscard]] std::span<const axis_id> axes_of_output(std::size_t k) const { return output_axes_[k]; }
    /// One value for each output of the spec.
    [[nodiscard]] std::span<const value_id> outputs() const { return outputs_; }

    [[nodiscard]] std::int64_t volume(std::span<const axis_id> axes) const;
    [[nodiscard]] bool is_dynamic(std::span<const axis_id> axes) const;
    /// The smallest and the largest sum of the map's terms with its offset, dynamic extents at their bounds.
    struct range {
        std::int64_t low = 0, high = 0;
    };
    [[nodiscard]] range range_of(const index_map &map) const;
    /// Distance in elements between neighbours along `along` in the address of an argument: 0 if it does not depend
    /// on it, dynamic extents at their bounds; guards are not looked at. May be negative, or `irregular`.
    [[nodiscard]] std::int64_t stride(const value &argument, axis_id along) const;
    /// The values below `root` (itself included) that are arguments.
    [[nodiscard]] std::vector<value_id> arguments_below(value_id root) const;
    /// Cost of one element of the value, in multiplications, down to arguments, reductions and contractions.
    [[nodiscard]] std::int64_t cost(value_id root) const;

  private:
    [[nodiscard]] std::int64_t step_along(std::span<const axis_id> axes, axis_id along) const;
    [[nodiscard]] std::int64_t step_of(const index_map &map, axis_id along) const;

    friend class expansion;
    friend class merging;
    const kernel_spec *spec_;
    std::vector<axis> axes_;
    std::vector<value> values_;
    std::vector<std::vector<axis_id>> output_axes_;
    std::size_t largest_output_ = 0;
    std::vector<value_id> outputs_;
};

[[nodiscard]] inline bool contains(std::span<const axis_id> axes, axis_id wanted) {
    for (const axis_id a : axes)
        if (a == wanted) return true;
    return false;
}
/// Where an axis that is there stands among them.
[[nodiscard]] inline std::size_t place_of(std::span<const axis_id> axes, axis_id wanted) {
    std::size_t place = 0;
    while (axes[place] != wanted) ++place;
    return place;
}

}  // namespace sylvite::generators
