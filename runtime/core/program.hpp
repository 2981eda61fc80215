// The program ABI: what a generated library tells the runtime. Plain constant data, written by codegen/, read by core/.
#pragma once

#include <sylvite/runtime/core/call.hpp>
#include <sylvite/runtime/core/tensor.hpp>

#include <cstdint>
#include <span>

namespace sylvite::core {

/// Changes whenever a struct below changes. Part of the symbol that the generated header refers to.
inline constexpr std::uint32_t abi_version = 8;

struct symbol {
    std::int64_t bound = 1;  // run-time extents are 1 to bound
};

/// A mean is sum / count, the sum read from an f64 scalar tensor after the entry has run.
struct metric {
    const char *name = "";
    std::uint32_t tensor = 0;
    std::int64_t static_count = 1;  // count = static_count × the product of these symbols' run-time extents
    std::uint32_t symbol_mask = 0;  // bit s - 1 for symbol s
};

struct output {
    const char *name = "";
    std::uint32_t tensor = 0;
};

/// That an entry takes values of an input for positions: labels of classes, indices of gather, scatter_add, one_hot.
/// For checks that a program asks for; no step looks at it.
struct index_use {
    enum class kind : std::uint8_t { label, position };
    struct range {  // along one axis
        std::int64_t begin = 0;
        std::int64_t step = 1;
        std::int64_t count = 0;  // 0: all
    };
    std::uint32_t tensor = 0;          // the input
    kind what = kind::position;        // label: of classes
    bool gives_nan = false;            // where a value is out of range; else 0 or nothing
    std::int64_t extent = 0;           // 0 to extent - 1 is in range; a dynamic one at its bound
    std::uint8_t symbol = 0;           // 0: fixed; s: the run-time extent of program::symbols[s - 1]
    range part[max_tensor_rank] = {};  // the elements that are taken
    const char *location = "";
};

/// That an entry averages the variance of so many elements in a state: two at least, or there is none.
struct sample {
    std::uint32_t symbol_mask = 0;  // the product of these symbols' run-time extents
    const char *state = "";         // "norm.running_mean"
    const char *location = "";
};

struct entry {
    const char *name = "";  // "train"
    std::span<const call> calls = {};
    std::span<const std::uint32_t> inputs = {};  // tensors that must be bound before it runs
    std::span<const output> outputs = {};
    std::span<const metric> metrics = {};
    std::uint32_t symbol_mask = 0;   // symbols that must be set
    bool writes_persistent = false;  // it updates parameters or state: the segment must not be shared
    std::span<const index_use> index_uses = {};
    bool draws = false;  // random numbers: each run is a step of its own
    std::span<const sample> samples = {};
    // So many calls, the first ones, depend on parameters and states alone that the entry does not write, and on no
    // run-time extent; what they write lies where no other entry writes. What they wrote in an earlier run is good
    // until somebody writes what they read.
    std::uint32_t prepared_calls = 0;
    bool changes_prepared = false;  // it writes what such calls of an entry read
};

/// Where a program runs that asks for more than the host.
struct device {
    const char *kind = "";  // "cuda", "opencl", "vulkan"
    std::uint64_t workspace_bytes = 0;
    std::uint64_t scratch_bytes = 0;
};

/// A library is one program, or one for each of its targets. What has a name (inputs, parameters, states, outputs,
/// metrics, entries), its place among the tensors and its persistent offset are the same in all of them, and so are the
/// hash and all that files hold; what lies between kernels, calls, workspace and scratch may differ.
struct program {
    std::uint32_t abi = abi_version;
    std::uint64_t hash = 0;
    const char *name = "";    // "digits"
    const char *target = "";  // Halide's name of the instruction set: "x86-64-linux-avx-avx2-f16c-fma-sse41"
    std::span<const tensor> tensors = {};
    std::span<const operand> operands = {};
    std::span<const symbol> symbols = {};
    std::span<const entry> entries = {};
    std::uint64_t persistent_bytes = 0;
    std::uint64_t workspace_bytes = 0;
    std::uint64_t scratch_bytes = 0;  // the largest of all calls, and of all threads together
    std::uint64_t parameter_count = 0;
    const char *network = "";     // the struct that it was made from; a library of fewer entries has a name of its own
    std::uint64_t variables = 0;  // hash of the names, types and extents of all parameters and states of that struct,
                                  // those too that this library's entries don't reach
    std::span<const work> works = {};
    // For other targets, those that ask for more first; see processor.hpp. They have no others of their own.
    const program *others = nullptr;
    std::uint32_t other_count = 0;
    // A program that has none of these pays nothing for them.
    std::span<const repeat> repeats = {};
    std::span<const moving> movings = {};
    std::span<const collective> collectives = {};
    std::span<const std::uint32_t> waits = {};
    const device *on = nullptr;
};

/// Specialised by each generated library under the hash of its final graph: a header and a library of different
/// graphs do not link.
template <std::uint64_t Hash, std::uint32_t Abi = abi_version>
[[nodiscard]] const program &program_of_the_library_built_with_this_header() noexcept;

}  // namespace sylvite::core
