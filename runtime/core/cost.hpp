// What a call costs at given extents.
#pragma once

#include <sylvite/runtime/core/program.hpp>

namespace sylvite::core {

struct cost {
    std::int64_t flops = 0;
    std::int64_t bytes = 0;
};

/// The sum of the terms; extent_of(s) gives the extent of symbol s, counted from 1.
template <class ExtentOf>
[[nodiscard]] constexpr cost evaluate(std::span<const work> terms, ExtentOf extent_of) noexcept {
    cost sum;
    for (const work &w : terms) {
        std::int64_t product = 1;
        for (const std::uint8_t symbol : w.symbols)
            if (symbol != 0) product *= extent_of(symbol);
        sum.flops += w.flops * product;
        sum.bytes += w.bytes * product;
    }
    return sum;
}

}  // namespace sylvite::core
