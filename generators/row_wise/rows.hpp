// The rows of a row-wise kernel, and the values of their elements that are kept for a row. Knows nothing of Halide.
#pragma once

#include <sylvite/generators/row_wise/family.hpp>

namespace sylvite::generators {

class kernel_rows {
  public:
    kernel_rows(const index_space &space, const row_wise_algorithm &by);

    /// Whether the axis counts rows; the others of the results are columns.
    [[nodiscard]] bool has(axis_id a) const { return contains(rows_, a); }
    /// The axis whose rows lie side by side in lanes; -1: one row at a time.
    [[nodiscard]] axis_id in_lanes() const { return in_lanes_; }
    [[nodiscard]] bool is_reduction(value_id id) const;
    /// A result without columns, beside others that have them.
    [[nodiscard]] bool is_result_of_rows(value_id id) const;
    /// Elements that are dear, and used by several loops over the row, and few enough.
    [[nodiscard]] bool is_kept(value_id id) const;
    /// The axes of a kept value in memory, innermost first: rows in lanes, columns, further rows.
    [[nodiscard]] std::vector<axis_id> kept_axes(value_id id) const;
    /// The memory of a kept value, over those axes.
    [[nodiscard]] stored_func kept(value_id id) const;

  private:
    void count_uses();
    [[nodiscard]] std::vector<axis_id> columns_of(value_id id) const;

    const index_space &space_;
    row_wise_algorithm by_;
    std::vector<value_id> reductions_;
    std::vector<axis_id> rows_;
    axis_id in_lanes_;
    std::vector<int> uses_;  // by value: loops over the row that read it
};

}  // namespace sylvite::generators
