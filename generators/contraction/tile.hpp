// The register tile of a contraction: a Func over (column in the panel, row in the tile, panel, row tile, further axes,
// block of the sum), the sums over blocks, and the packed operands that it reads.
#pragma once

#include <sylvite/generators/contraction/packing.hpp>

#include <optional>

namespace sylvite::generators {

struct tile_funcs {
    tile_shape shape;
    std::optional<packed_funcs> packed_columns, packed_rows;
    std::vector<Func>
        stages;  // the last one is the tile's value; with dots the first one has lanes, and each halves them
    std::vector<int> tails;  // with dots, by update of the first: the width of the tail that it adds; 0: whole steps
    Func sums;               // over the blocks of the sum, if there are any: tiles, panels and blocks of a task
    std::optional<stored_func> memory_of_sums;

    Var column{"column"}, row{"row_in_tile"}, panel{"panel_of_tile"}, tile{"tile"}, lane{"lane"};
    std::vector<Var> further;  // axes of the value besides row and column
    Var sum_block{"sum_block"}, part{"part"};

    /// The arguments of a tile, behind the column and the row; a block of the sum is one more.
    [[nodiscard]] std::vector<Var> outer() const;
};

class register_tile {
  public:
    register_tile(kernel &k, const contraction_roles &roles, const tile_shape &shape);

    [[nodiscard]] const tile_funcs &funcs() const { return funcs_; }
    /// The value of that output, in the accumulator's type.
    [[nodiscard]] Expr read(const environment &at) const;

  private:
    void define_panels();
    void define_sums_of_blocks();
    void define_dots();
    void define_halves(const std::vector<Var> &rest);
    [[nodiscard]] Expr product(environment &where);
    [[nodiscard]] environment inside(const Expr &column, const Expr &row);

    kernel &k_;
    const contraction_roles &roles_;
    const tile_shape shape_;
    Halide::Type type_;
    axis_id blocked_ = -1;  // the summed axis in blocks; the last block may be shorter
    std::vector<axis_id> further_;
    held_values packed_;  // the operands that are copied
    tile_funcs funcs_;
};

}  // namespace sylvite::generators
