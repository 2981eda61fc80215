// A tensor of a program: part of the program ABI (program.hpp).
#pragma once

#include <sylvite/dsl/dtype.hpp>

#include <cstdint>

namespace sylvite::core {

/// Where a tensor's bytes live. Offsets count from the start of the segment and are multiples of 64.
enum class segment : std::uint8_t {
    persistent,  // parameters, then state: kept between steps, can be shared read-only by instances that only predict
    workspace,   // everything else: its bytes are reused within an entry
};

/// In which memory the segment is that a tensor lies in. The persistent segment is the same, byte for byte, in both;
/// each memory has a workspace of its own.
enum class space : std::uint8_t {
    host,
    device,  // program::on says which
};

enum class role : std::uint8_t {
    input,         // bound by the caller or copied into the workspace before an entry
    parameter,     // saved, initialised
    state,         // optimizer state and stored gradients: initialised, saved on request (but see is_weight)
    intermediate,  // workspace, no name
    output,        // workspace, readable until the next entry runs
    metric,        // f64 scalar, the sum over the entry's rows
    part,          // of another tensor, within a repeat: it lies where a `moving` says, not at an offset
};

[[nodiscard]] constexpr const char *name_of(role what) noexcept {
    constexpr const char *names[] = {"input", "parameter", "state", "intermediate", "output", "metric", "part"};
    return names[static_cast<std::uint8_t>(what)];
}

struct initialiser {
    enum class kind : std::uint8_t { zeros, constant, uniform, normal, truncated_normal, orthogonal };
    static constexpr const char *names[] = {"zeros", "constant", "uniform", "normal", "truncated_normal", "orthogonal"};
    kind how = kind::zeros;
    double a = 0;  // constant: the value; uniform: lower bound; normal: mean; orthogonal: length of the vectors
    double b = 0;  // uniform: upper bound; normal: standard deviation
};

/// The most axes of a tensor. Users' tensors have 6 at most, what the plan puts between kernels may have more.
inline constexpr int max_tensor_rank = 10;

struct tensor {
    const char *name = "";  // "hidden.weight"; "" for intermediates
    dtype type = f32;
    role what = role::intermediate;
    segment where = segment::workspace;
    std::uint8_t rank = 0;
    std::int64_t extents[max_tensor_rank] = {};  // outermost in memory first; dynamic ones at their bound
    std::uint8_t symbols[max_tensor_rank] = {};  // 0: fixed; s: the run-time extent of program::symbols[s - 1]
    std::uint64_t offset = 0;                    // bytes from the start of the segment; unused by inputs
    initialiser init = {};
    const char *location = "";  // "network.hpp:14", where the user wrote what computes or declares it; "" if unknown
    std::uint32_t node = 0;     // in the network's table, for reports: builds of the same entries agree
    space lies_in = space::host;
    // Of intermediates that lie in memory in another order than the network has their axes in: per axis in memory the
    // network's. 0, 0, ...: in the same order.
    std::uint8_t axes[max_tensor_rank] = {};
    bool is_running = false;  // of states: a running statistic, which predictions need as they need parameters
};

/// Saved and loaded with every file of weights.
[[nodiscard]] constexpr bool is_weight(const tensor &t) noexcept { return t.what == role::parameter || t.is_running; }

[[nodiscard]] constexpr bool is_permuted(const tensor &t) noexcept {
    for (int axis = 0; axis < t.rank; ++axis)
        if (t.axes[axis] != 0) return true;
    return false;
}

}  // namespace sylvite::core
