// The register tile of a contraction: a Func over (column in the panel, row in the tile, panel, row tile, further axes,
// block of the sum) whose accumulators stay in registers, and the packed operands that it reads.
#pragma once

#include <sylvite/generators/contraction/packing.hpp>

namespace sylvite::generators {

struct tile_shape {
    int rows = 1, columns = 1;
    bool dots = false;  // see contraction_roles::method
    bool pack_rows = false;
    packing pack_columns = packing::none;
    int sum_block = 0;  // elements of the innermost summed axis in a block; 0: all
    int sum_parts = 0;  // tasks that share its blocks; 0: each task sums them all
};

/// Loops over the output, innermost first.
struct tile_loops {
    Var row_tile{"row_tile"}, panel{"panel"};
    Var block{"block"};  // of rows and panels: a task
};

class register_tile {
  public:
    register_tile(kernel &k, const contraction_roles &roles, const contraction_schedule &how, const tile_shape &shape);

    /// The value of that output, in the accumulator's type.
    [[nodiscard]] Expr read(const environment &at) const;

    /// Computes tiles, and what they need, in those loops of its reader.
    void compute_at(const Func &reader, const tile_loops &loops);

  private:
    void define_panels();
    void sum_blocks_of_tiles();
    void define_dots();
    void fold_lanes(const std::vector<Var> &rest);
    [[nodiscard]] Expr product(environment &where);
    [[nodiscard]] environment inside(const Expr &column, const Expr &row);
    /// The arguments of a tile, behind the column and the row; a block of the sum is one more.
    [[nodiscard]] std::vector<Var> outer_vars() const;

    kernel &k_;
    const contraction_roles &roles_;
    const contraction_schedule &how_;
    int rows_, columns_, vector_;
    packing pack_columns_;
    Halide::Type type_;
    sum_blocks blocks_;
    std::vector<axis_id> further_;  // axes of the value besides row and column
    Var column_{"column"}, row_{"row_in_tile"}, panel_{"panel_of_tile"}, tile_{"tile"};
    std::vector<Var> further_vars_;
    held_values packed_;  // the operands that are copied
    Func packed_columns_;
    std::vector<Func> stages_;  // the last one is the tile's value
    Func sum_;                  // over the blocks, if there are any
    Halide::RVar tile_in_task_, sum_block_;
    int parts_ = 0;
    Var part_{"part"};
};

}  // namespace sylvite::generators
