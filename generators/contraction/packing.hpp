// Operands copied into the order in which the register tiles read them, whole or a block of the sum at a time.
#pragma once

#include <sylvite/generators/contraction/storage.hpp>
#include <sylvite/generators/lowering/kernel.hpp>

namespace sylvite::generators {

struct packed_funcs {
    packed_operand operand;
    Func copy;   // over the dimensions of packed_operand
    Func lines;  // where memory is contiguous along the sum: what the copy transposes; else undefined
    Var place{"place"}, place_in_group{"place_in_group"}, tile{"packed_tile"};

    [[nodiscard]] bool is_transposed() const { return lines.defined(); }
};

/// `held` then reads the copy in place of the operand. `sum_block`: the variable of the blocks of the sum.
[[nodiscard]] packed_funcs define_packed(kernel &k, held_values &held, const packed_operand &operand,
                                         const Halide::Type &type, const std::string &name, const Var &sum_block);

}  // namespace sylvite::generators
