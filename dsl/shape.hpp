// Extents and shapes as plain values, used by the graph, the plan and the kernel specs.
#pragma once

#include <cstdint>

namespace sylvite {

/// Of what users declare; within graphs, kernels and programs there may be more axes, such as the taps of windows.
inline constexpr int max_user_rank = 6;
inline constexpr int max_rank = 10;
inline constexpr int max_symbols = 8;

/// One extent: a fixed number of elements (symbol 0), or a number chosen at each call, from 1 to `value`, and known
/// by its symbol (1 to max_symbols).
struct extent {
    std::int64_t value = 1;
    std::int32_t symbol = 0;

    [[nodiscard]] constexpr bool is_dynamic() const noexcept { return symbol != 0; }
    constexpr bool operator==(const extent &) const noexcept = default;
};

/// A dynamic extent of 1 to Bound elements. Dynamic extents that vary independently need symbols of their own.
template <std::int64_t Bound, std::int32_t Symbol = 1>
inline constexpr extent dynamic = [] {
    static_assert(Bound >= 1, "a dynamic extent needs a bound of at least 1");
    static_assert(Symbol >= 1 && Symbol <= max_symbols, "symbols of dynamic extents are 1 to 8");
    return extent{Bound, Symbol};
}();

/// Extents outermost first; the last one is contiguous in memory.
struct shape {
    extent extents[max_rank] = {};
    std::int32_t rank = 0;

    [[nodiscard]] constexpr const extent &operator[](int axis) const noexcept { return extents[axis]; }
    [[nodiscard]] constexpr extent &operator[](int axis) noexcept { return extents[axis]; }

    constexpr void push_back(extent e) noexcept { extents[rank++] = e; }

    constexpr bool operator==(const shape &other) const noexcept {
        if (rank != other.rank) return false;
        for (int i = 0; i < rank; ++i)
            if (extents[i] != other.extents[i]) return false;
        return true;
    }

    /// Number of elements, dynamic extents at their bounds.
    [[nodiscard]] constexpr std::int64_t volume() const noexcept {
        std::int64_t v = 1;
        for (int i = 0; i < rank; ++i) v *= extents[i].value;
        return v;
    }

    [[nodiscard]] constexpr bool is_dynamic() const noexcept {
        for (int i = 0; i < rank; ++i)
            if (extents[i].is_dynamic()) return true;
        return false;
    }
};

}  // namespace sylvite
