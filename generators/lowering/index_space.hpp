// The index space of one kernel: named axes instead of positions. Layout operations (reshape, permute, broadcast)
// vanish: each value is expanded from the outputs downwards under the axes that index it, and what is left are
// arguments with the axes of their addresses, elementwise operations, reductions and contractions over axes.
// Extents of 1 have no axis; axes that are adjacent wherever they occur are merged into one. Knows nothing of Halide.
#pragma once

#include <sylvite/codegen/spec.hpp>

#include <cstdint>
#include <span>
#include <vector>

namespace sylvite::generators {

using axis_id = int;
using value_id = int;

struct axis {
    std::int64_t bound = 1;             // the extent, dynamic symbols at their bounds
    std::int64_t factor = 1;            // the run-time extent is factor × the product of the symbols' extents
    std::vector<std::int32_t> symbols;  // ascending in order of merging

    // An axis of a reshape that does not segment: its index is (the row-major index over `of`) / divisor % bound.
    std::vector<axis_id> of;
    std::int64_t divisor = 1;

    [[nodiscard]] bool is_dynamic() const { return !symbols.empty(); }
    [[nodiscard]] bool is_derived() const { return !of.empty(); }
};

/// A node of the spec under the axes that index it.
struct value {
    graph::op kind = graph::op::constant;
    dtype type = dtype::f32;
    dtype accumulator = dtype::f32;
    std::int64_t attribute = 0;    // argument: which; constant: bits of the value as a double; extent: the symbol
    std::vector<value_id> inputs;  // earlier values
    std::vector<axis_id> axes;     // argument: of its address, outermost first; iota: of its index, likewise;
                                   // reduction, contraction: the axes that are summed over, in row-major order
    std::vector<axis_id> free;     // the axes that the value depends on, ascending
};

class index_space {
  public:
    /// Throws std::runtime_error for a spec that no kernel can be made of.
    explicit index_space(const codegen::kernel_spec &spec);

    [[nodiscard]] const codegen::kernel_spec &spec() const { return *spec_; }
    [[nodiscard]] const axis &operator[](axis_id id) const { return axes_[static_cast<std::size_t>(id)]; }
    [[nodiscard]] std::span<const value> values() const { return values_; }
    [[nodiscard]] const value &at(value_id id) const { return values_[static_cast<std::size_t>(id)]; }
    /// The axes that index every output, outermost first.
    [[nodiscard]] std::span<const axis_id> output_axes() const { return output_axes_; }
    /// One value for each output of the spec.
    [[nodiscard]] std::span<const value_id> outputs() const { return outputs_; }

    [[nodiscard]] std::int64_t volume(std::span<const axis_id> axes) const;
    [[nodiscard]] bool is_dynamic(std::span<const axis_id> axes) const;
    /// Distance in elements between neighbours along `along` in the address of an argument: 0 if it does not depend
    /// on it, dynamic extents at their bounds; -1 if the address is no linear function of the axis.
    [[nodiscard]] std::int64_t stride(const value &argument, axis_id along) const;
    /// The values below `root` (itself included) that are arguments.
    [[nodiscard]] std::vector<value_id> arguments_below(value_id root) const;
    /// Cost of one element of the value, in multiplications, down to arguments, reductions and contractions.
    [[nodiscard]] std::int64_t cost(value_id root) const;

  private:
    friend class expansion;
    friend class merging;
    const codegen::kernel_spec *spec_;
    std::vector<axis> axes_;
    std::vector<value> values_;
    std::vector<axis_id> output_axes_;
    std::vector<value_id> outputs_;
};

[[nodiscard]] inline bool contains(std::span<const axis_id> axes, axis_id wanted) {
    for (const axis_id a : axes)
        if (a == wanted) return true;
    return false;
}

}  // namespace sylvite::generators
