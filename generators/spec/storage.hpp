// What a kernel keeps in memory between its loops. One description: the schedule takes from it where each Func is kept
// and every constant size, and the memory that is planned for the kernel is counted from it. Knows nothing of Halide.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace sylvite::generators {

struct stored_func {
    enum class place {
        scratch,  // before all tasks: in memory that is planned for the kernel
        stack,    // in each task
    };
    place where = place::scratch;
    std::vector<std::int64_t> extents{};         // of its dimensions, innermost first; dynamic axes at their bounds
    std::vector<std::uint64_t> element_bytes{};  // one for each value of a tuple
    std::uint64_t margin = 128;                  // bytes that Halide may ask for beyond the elements of a value

    [[nodiscard]] std::int64_t elements() const {
        std::int64_t n = 1;
        for (const std::int64_t extent : extents) n *= extent;
        return n;
    }
};

/// The most that halide_malloc is asked for during one call, in bytes: blocks of whole 128 bytes.
[[nodiscard]] inline std::uint64_t scratch_of(std::span<const stored_func> funcs) {
    std::uint64_t total = 0;
    for (const stored_func &f : funcs)
        for (const std::uint64_t bytes : f.element_bytes)
            if (f.where == stored_func::place::scratch)
                total += (static_cast<std::uint64_t>(f.elements()) * bytes + f.margin + 127) / 128 * 128;
    return total;
}

/// What a task keeps on its stack, in bytes: that much the heuristic allows itself, and that much is legal.
inline constexpr std::int64_t usual_stack = std::int64_t{256} << 10, most_stack = std::int64_t{512} << 10;

/// What a task keeps on its stack, in bytes.
[[nodiscard]] inline std::int64_t stack_of(std::span<const stored_func> funcs) {
    std::int64_t total = 0;
    for (const stored_func &f : funcs)
        for (const std::uint64_t bytes : f.element_bytes)
            if (f.where == stored_func::place::stack) total += f.elements() * static_cast<std::int64_t>(bytes);
    return total;
}

}  // namespace sylvite::generators
