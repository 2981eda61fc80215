// What an entry does, call by call: part of the program ABI (program.hpp).
#pragma once

#include <sylvite/dsl/step_values.hpp>

#include <cstdint>
#include <span>

namespace sylvite::core {

using sylvite::step_values;
/// In the order of the struct.
enum class step_field : std::uint32_t { seed, step, first_row, count_ };

/// What a call is given. The user context comes first in a kernel's argument list and is not listed.
struct operand {
    enum class kind : std::uint8_t {
        symbol,      // index into program::symbols: its run-time extent, an i32
        tensor,      // index into program::tensors
        step_value,  // index is a step_field
        iteration,   // index into program::repeats, of one around the call: its t, an i32
    };
    kind what = kind::tensor;
    std::uint32_t index = 0;
};

/// A Halide kernel through its argv entry point: arguments[i] points to a halide_buffer_t or to a scalar.
using kernel_function = int (*)(void **arguments);

/// Part of what a call costs: these numbers times the run-time extents of these symbols.
struct work {
    std::int64_t flops = 0;        // 2 for a multiplication with its addition; exp, log, ... weighted as in dsl/graph
    std::int64_t bytes = 0;        // of every operand once; twice where it is read and overwritten
    std::uint8_t symbols[6] = {};  // 0: none; a symbol that occurs twice counts squared
};

struct call {
    enum class kind : std::uint8_t {
        kernel,      // function is called with the operands
        copy,        // operands {from, to}: tensors of one type and the same extents, in whatever spaces
        collective,  // program::collectives[detail], on the operands
        repeat,      // program::repeats[detail]; its operands are all that the body reads and writes, parts left out
    };

    kernel_function function = nullptr;
    const char *label = "";  // what it computes, for reports: "contraction add relu -> hidden"
    std::uint32_t first_operand = 0;
    std::uint32_t operand_count = 0;
    std::uint64_t scratch_bytes = 0;  // halide_malloc never asks for more during this call
    const char *hash = "";            // the first 8 digits of the kernel's, by which ./sylvite inspect knows it
    const char *location = "";        // "network.hpp:14"; "" if unknown
    std::uint32_t first_work = 0;
    std::uint32_t work_count = 0;
    std::uint32_t result_count = 0;  // so many of its operands, the last ones, are what it writes
    kind what = kind::kernel;
    // Calls of one queue run in their order. One that needs what another queue's call has written names it: its place
    // in the same list, before its own. On one processor the order of the list serves all queues.
    std::uint8_t queue = 0;
    std::uint32_t detail = 0;
    std::uint32_t first_wait = 0;  // into program::waits
    std::uint32_t wait_count = 0;
};

/// A tensor of a repeat's body that is another part of a tensor in each iteration: a row of a sequence, one of the two
/// buffers of a carry. In iteration t it starts in `of` at offset + stride × (t + phase), or at offset + stride × ((t +
/// phase) mod period).
struct moving {
    std::uint32_t tensor = 0;  // a role::part
    std::uint32_t of = 0;
    std::uint64_t offset = 0;      // bytes
    std::uint64_t stride = 0;      // bytes, times the run-time extents of these symbols
    std::uint8_t symbols[2] = {};  // 0: none
    std::uint32_t phase = 0;
    std::uint32_t period = 0;  // 0: none
};

/// The body's calls, again and again. A repeat within a body has a smaller index than the one around it.
struct repeat {
    std::span<const call> body = {};
    std::int64_t count = 0;          // of iterations; with a symbol the bound
    std::uint8_t symbol = 0;         // s: as often as the run-time extent of program::symbols[s - 1]
    bool backwards = false;          // t goes from count - 1 to 0 instead of from 0 to count - 1
    std::uint32_t first_moving = 0;  // into program::movings
    std::uint32_t moving_count = 0;
};

/// What several ranks do together, in place of a kernel. Operands are tensors; of kinds that reduce or gather all lie
/// one behind the other, as one bucket.
struct collective {
    enum class kind : std::uint8_t { all_reduce, reduce_scatter, all_gather, all_to_all, broadcast, send, receive };
    enum class reduction : std::uint8_t { sum, minimum, maximum };
    kind what = kind::all_reduce;
    reduction by = reduction::sum;
    bool is_exact = true;     // in a tree whose order no number of ranks changes
    std::uint32_t group = 0;  // of ranks; 0: all
    std::int32_t peer = 0;    // broadcast: the root; send, receive: how many stages on (negative: back)
};

}  // namespace sylvite::core
