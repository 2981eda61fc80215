// The operands of a convolution as its tiles read them: where they are, or from copies with addresses that are plain.
#pragma once

#include <sylvite/generators/convolution/algorithm.hpp>

namespace sylvite::generators {

/// An index as Halide has it.
[[nodiscard]] inline Expr number(std::int64_t n) { return static_cast<std::int32_t>(n); }

/// The index of an axis.
[[nodiscard]] inline Expr &place(environment &where, axis_id a) { return where.index[static_cast<std::size_t>(a)]; }

class convolution_operands {
  public:
    convolution_operands(kernel &k, const convolution_schedule &chosen, convolution_funcs &funcs);

    /// The copies that the schedule asks for. Whoever emits an operand with held() reads its copy.
    void define();
    [[nodiscard]] held_values &held() { return held_; }

    /// Of an axis along which the last block may not be whole.
    [[nodiscard]] Expr inside(axis_id a, const Expr &index) const;
    /// Whether the operand that has the row is read from a copy, which has room for the rows of the last tile.
    [[nodiscard]] bool is_copied(axis_id row) const;

    // Where the tile reads copies: known when it is defined, before it emits an operand.
    Expr index_in_panel;
    Expr position_in_block, block_of_positions;  // of what lanes sum

  private:
    void define_copy();
    /// Of what windows see, at indices of the copy; inside: the innermost is that of an element. Columns and rows
    /// beyond the last one, and positions of tiles that are not whole, are computed and never stored. Window axes are
    /// tested by the operand's own guards, or where there are none, here.
    [[nodiscard]] Expr seen_element(const std::vector<Expr> &at, bool is_inside);
    void define_panels();
    /// Of what lanes sum: zeros behind the last position, so that what windows see there counts for nothing.
    void define_block_of_other();

    [[nodiscard]] bool is_window(axis_id a) const;
    [[nodiscard]] bool overruns_window(axis_id seen) const;
    [[nodiscard]] bool overruns_row(axis_id a) const;
    [[nodiscard]] std::int64_t block(axis_id a) const { return block_along(space_, roles_, chosen_, a); }

    kernel &k_;
    const index_space &space_;
    const convolution_schedule &chosen_;
    convolution_funcs &funcs_;
    const convolution_roles &roles_;
    Halide::Type type_;
    held_values held_;
};

}  // namespace sylvite::generators
