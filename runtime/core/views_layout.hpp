// Where the arrays of buffer descriptions and argument lists lie in their block: known before the program runs, so that
// the block may be a static array.
#pragma once

#include <cstddef>
#include <cstdint>

namespace sylvite::core {

/// What a program has of each.
struct views_count {
    std::uint64_t tensors = 0;
    std::uint64_t dimensions = 0;  // of all tensors together
    std::uint64_t arguments = 0;   // of all calls together, the user context included
    std::uint64_t entries = 0;
    std::uint64_t symbols = 0;
    std::uint64_t symbol_users = 0;  // for each symbol, the tensors that have it among their extents
    std::uint64_t repeats = 0;       // their bodies have argument lists as entries have
};

// Of Halide's C structs, which are not included here; views.cpp checks them.
inline constexpr std::size_t buffer_description_bytes = sizeof(void *) == 8 ? 56 : 40;
inline constexpr std::size_t dimension_description_bytes = 16;

/// Bytes from the start of the block, which starts at a multiple of 64.
struct views_layout {
    std::uint64_t buffers = 0;
    std::uint64_t dimensions = 0;
    std::uint64_t arguments = 0;
    std::uint64_t lists = 0;
    std::uint64_t user_context = 0;
    std::uint64_t extents = 0;
    std::uint64_t users_first = 0;
    std::uint64_t users = 0;
    std::uint64_t iterations = 0;
    std::uint64_t bytes = 0;  // of all, a multiple of 64

    explicit constexpr views_layout(const views_count &n) noexcept {
        std::uint64_t end = 0;
        const auto place = [&end](std::uint64_t count, std::size_t size) {
            const std::uint64_t start = (end + 15) / 16 * 16;
            end = start + count * size;
            return start;
        };
        buffers = place(n.tensors, buffer_description_bytes);
        dimensions = place(n.dimensions, dimension_description_bytes);
        arguments = place(n.arguments, sizeof(void *));
        lists = place(n.entries + n.repeats, sizeof(void *));
        user_context = place(1, sizeof(void *));
        extents = place(n.symbols, sizeof(std::int32_t));
        users_first = place(n.symbols + 1, sizeof(std::uint32_t));
        users = place(n.symbol_users, sizeof(std::uint32_t));
        iterations = place(n.repeats, sizeof(std::int32_t));
        bytes = (end + 63) / 64 * 64;
    }
};

}  // namespace sylvite::core
