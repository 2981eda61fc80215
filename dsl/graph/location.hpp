// Where in the user's source something was written. Not part of what a node is: equal nodes of different lines are one.
#pragma once

#include <cstdint>

namespace sylvite {

/// A line of a source file; line 0: unknown. The default argument of functions and layers, so that it is their
/// caller's.
struct location {
    const char *file = nullptr;  // as the compiler was given it
    std::uint32_t line = 0;

    [[nodiscard]] static constexpr location here(const char *file = __builtin_FILE(),
                                                 std::uint32_t line = __builtin_LINE()) noexcept {
        return {file, line};
    }
    [[nodiscard]] constexpr bool known() const noexcept { return line != 0; }
};

}  // namespace sylvite
