// The register tile of a contraction: a Func over (column in the panel, row in the tile, panel, row tile, further axes)
// whose accumulators stay in registers, and the packed operands that it reads.
#pragma once

#include <sylvite/generators/contraction/roles.hpp>
#include <sylvite/generators/lowering/kernel.hpp>

namespace sylvite::generators {

struct tile_shape {
    int rows = 1, columns = 1;
    bool dots = false;  // see contraction_roles::method
    bool pack_rows = false, pack_columns = false;
};

class register_tile {
  public:
    register_tile(kernel &k, const contraction_roles &roles, const tile_shape &shape);

    /// How an output reads the contraction's value.
    [[nodiscard]] provider read() const;

    /// Computes the tile in that loop over the output.
    void schedule(const Var &row_tile);

  private:
    void pack_columns();
    void pack_rows();
    void define_panels();
    void define_dots();
    [[nodiscard]] Expr product(environment &where);
    [[nodiscard]] environment inside(const Expr &column, const Expr &row) const;

    kernel &k_;
    const contraction_roles &roles_;
    tile_shape shape_;
    int rows_, columns_, vector_;
    Halide::Type type_;
    std::vector<axis_id> further_;  // axes of the value besides row and column
    Var column_{"column"}, row_{"row_in_tile"}, panel_{"panel_of_tile"}, tile_{"tile"};
    std::vector<Var> further_vars_;
    std::vector<Func> stages_;  // the last one is the tile's value
};

}  // namespace sylvite::generators
