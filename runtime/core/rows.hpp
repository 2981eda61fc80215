// Which extent of an entry is "the rows".
#pragma once

#include <sylvite/runtime/core/memory.hpp>
#include <sylvite/runtime/core/program.hpp>

#include <bit>

namespace sylvite::core {

/// The lowest symbol that the entry uses (counted from 1); 0 where all its extents are fixed.
[[nodiscard]] constexpr std::uint32_t row_symbol(const entry &e) noexcept {
    return e.symbol_mask == 0 ? 0 : static_cast<std::uint32_t>(std::countr_zero(e.symbol_mask)) + 1;
}

/// Does the tensor have one value (or array of values) a row?
[[nodiscard]] constexpr bool is_per_row(const tensor &t, std::uint32_t symbol) noexcept {
    return symbol != 0 && t.rank > 0 && t.symbols[0] == symbol;
}

}  // namespace sylvite::core
