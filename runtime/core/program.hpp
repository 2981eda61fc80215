// The program ABI: what a generated library tells the runtime. Plain constant data, written by codegen/, read by core/.
#pragma once

#include <sylvite/dsl/dtype.hpp>

#include <cstddef>
#include <cstdint>
#include <span>

namespace sylvite::core {

/// Changes whenever a struct below changes. Part of the symbol that the generated header refers to.
inline constexpr std::uint32_t abi_version = 5;

/// Where a tensor's bytes live. Offsets count from the start of the segment and are multiples of 64.
enum class segment : std::uint8_t {
    persistent,  // parameters, then state: kept between steps, can be shared read-only by instances that only predict
    workspace,   // everything else: its bytes are reused within an entry
};

enum class role : std::uint8_t {
    input,         // bound by the caller or copied into the workspace before an entry
    parameter,     // saved, initialised
    state,         // optimizer state and stored gradients: initialised, saved on request
    intermediate,  // workspace, no name
    output,        // workspace, readable until the next entry runs
    metric,        // f64 scalar, the sum over the entry's rows
};

struct initialiser {
    enum class kind : std::uint8_t { zeros, constant, uniform, normal, truncated_normal, orthogonal };
    static constexpr const char *names[] = {"zeros", "constant", "uniform", "normal", "truncated_normal", "orthogonal"};
    kind how = kind::zeros;
    double a = 0;  // constant: the value; uniform: lower bound; normal: mean; orthogonal: length of the vectors
    double b = 0;  // uniform: upper bound; normal: standard deviation
};

struct tensor {
    const char *name;  // "hidden.weight"; "" for intermediates
    dtype type;
    role what;
    segment where;
    std::uint8_t rank;
    std::int64_t extents[6];  // outermost first; dynamic ones at their bound
    std::uint8_t symbols[6];  // 0: fixed; s: the run-time extent of program::symbols[s - 1]
    std::uint64_t offset;     // bytes from the start of the segment; unused by inputs
    initialiser init;
    const char *location = "";  // "network.hpp:14", where the user wrote what computes or declares it; "" if unknown
    std::uint32_t node = 0;     // in the network's table, for reports: builds of the same entries agree
};

/// What a kernel is called with: the user context comes first and is not listed.
struct operand {
    enum class kind : std::uint8_t { symbol, tensor };
    kind what;
    std::uint32_t index;  // into program::symbols or program::tensors
};

/// A Halide kernel through its argv entry point: arguments[i] points to a halide_buffer_t or to a scalar.
using kernel = int (*)(void **arguments);

/// Part of what a call costs: these numbers times the run-time extents of these symbols.
struct work {
    std::int64_t flops;       // 2 for a multiplication with its addition; exp, log, ... weighted as in dsl/graph/op.hpp
    std::int64_t bytes;       // of every operand once; twice where it is read and overwritten
    std::uint8_t symbols[6];  // 0: none; a symbol that occurs twice counts squared
};

struct call {
    kernel function;
    const char *label;  // what it computes, for reports: "contraction add relu -> hidden"
    std::uint32_t first_operand;
    std::uint32_t operand_count;
    std::uint64_t scratch_bytes;  // halide_malloc never asks for more during this call
    const char *hash = "";        // the first 8 digits of the kernel's, by which ./sylvite inspect knows it
    const char *location = "";    // "network.hpp:14"; "" if unknown
    std::uint32_t first_work = 0;
    std::uint32_t work_count = 0;
    std::uint32_t result_count = 0;  // so many of its operands, the last ones, are what it writes
};

struct symbol {
    std::int64_t bound;  // run-time extents are 1 to bound
};

/// A mean is sum / count, the sum read from an f64 scalar tensor after the entry has run.
struct metric {
    const char *name;
    std::uint32_t tensor;
    std::int64_t static_count;  // count = static_count × the product of these symbols' run-time extents
    std::uint32_t symbol_mask;  // bit s - 1 for symbol s
};

struct output {
    const char *name;
    std::uint32_t tensor;
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
    std::uint32_t tensor;  // the input
    kind what;             // label: of classes
    bool gives_nan;        // where a value is out of range; else 0 or nothing
    std::int64_t extent;   // 0 to extent - 1 is in range; a dynamic one at its bound
    std::uint8_t symbol;   // 0: fixed; s: the run-time extent of program::symbols[s - 1]
    range part[6] = {};    // the elements that are taken
    const char *location = "";
};

struct entry {
    const char *name;  // "train"
    std::span<const call> calls;
    std::span<const std::uint32_t> inputs;  // tensors that must be bound before it runs
    std::span<const output> outputs;
    std::span<const metric> metrics;
    std::uint32_t symbol_mask;  // symbols that must be set
    bool writes_persistent;     // it updates parameters or state: the segment must not be shared
    std::span<const index_use> index_uses = {};
};

struct program {
    std::uint32_t abi;
    std::uint64_t hash;
    const char *name;    // "digits"
    const char *target;  // Halide's name of the instruction set: "x86-64-linux-avx-avx2-f16c-fma-sse41"
    std::span<const tensor> tensors;
    std::span<const operand> operands;
    std::span<const symbol> symbols;
    std::span<const entry> entries;
    std::uint64_t persistent_bytes;
    std::uint64_t workspace_bytes;
    std::uint64_t scratch_bytes;  // the largest of all calls, and of all threads together
    std::uint64_t parameter_count;
    const char *network = "";     // the struct that it was made from; a library of fewer entries has a name of its own
    std::uint64_t variables = 0;  // hash of the names, types and extents of all parameters and states of that struct,
                                  // those too that this library's entries don't reach
    std::span<const work> works = {};
    // The same network's kernels for other instruction sets, those that ask for more first; see processor.hpp. All
    // else than target and calls is the same.
    const program *others = nullptr;
    std::uint32_t other_count = 0;
};

/// Specialised by each generated library under the hash of its final graph: a header and a library of different
/// graphs do not link.
template <std::uint64_t Hash, std::uint32_t Abi = abi_version>
[[nodiscard]] const program &program_of_the_library_built_with_this_header() noexcept;

}  // namespace sylvite::core
