// What the families' heuristics share; each stands in its family's folder. Knows nothing of Halide.
#pragma once

#include <sylvite/generators/spec/index_space.hpp>
#include <sylvite/generators/spec/schedule.hpp>

#include <cstdint>

namespace sylvite::generators {

/// Whether a reduction along memory may sum so many results side by side: of an axis that has them, whole groups of
/// them where they are overwritten in place.
[[nodiscard]] bool fit_side_by_side(const index_space &space, value_id reduction, std::int64_t results);

/// Elements that a parallel task of a reduction or a scatter reads at least: a few microseconds of work.
inline constexpr std::int64_t work_of_a_task = 32768;

/// Elements of the widest type in the kernel that fit into a vector.
[[nodiscard]] int lanes_of(const index_space &space, const processor &cpu);

/// The largest power of two that is at most n.
[[nodiscard]] constexpr std::int64_t power_of_two_within(std::int64_t n) {
    std::int64_t p = 1;
    while (p * 2 <= n) p *= 2;
    return p;
}

[[nodiscard]] constexpr std::int64_t round_up(std::int64_t n, std::int64_t step) {
    return (n + step - 1) / step * step;
}

/// Whether a result overwrites an argument: then no element may be computed twice.
[[nodiscard]] bool is_in_place(const index_space &space);

/// Of that size, the last of which may not be whole.
[[nodiscard]] constexpr std::int64_t parts_of(std::int64_t n, std::int64_t size) { return (n + size - 1) / size; }

/// The summed axis along which the reduction reads memory contiguously; -1 if that is a kept axis or none.
[[nodiscard]] axis_id contiguous_summed_axis(const index_space &space, value_id reduction);

/// The innermost axis that all reductions of the kernel keep, which can run over lanes; -1 where there is none, or
/// where results are updated in place, which no two blocks of rows may do.
[[nodiscard]] axis_id kept_row_axis(const index_space &space);

/// Whether a value of that kind may have a Func of its own; guards and what stands at the leaves is computed in place.
[[nodiscard]] constexpr bool may_be_held(graph::op kind) {
    using graph::op_class;
    const op_class c = graph::info(kind).kind;
    return c == op_class::reduction || c == op_class::contraction || c == op_class::elementwise;
}

/// A reduction of so few elements that it may be an expression.
inline constexpr std::int64_t most_written_out = 16;
[[nodiscard]] inline bool is_short_reduction(const index_space &space, const value &v) {
    return graph::info(v.kind).kind == graph::op_class::reduction && !space.is_dynamic(v.axes) &&
           space.volume(v.axes) <= most_written_out;
}

/// The kernel's reductions and contractions, in order.
[[nodiscard]] std::vector<value_id> reductions_of(const index_space &space);

/// Distance between neighbours along the axis in the largest argument that the value reads along it; 0 if none does.
[[nodiscard]] std::int64_t main_stride(const index_space &space, value_id root, axis_id along);

}  // namespace sylvite::generators
