// A kernel computed by the interpreter, called exactly as a compiled one.
#pragma once

#include <sylvite/dsl/reference/interpreter.hpp>

#include <sylvite/runtime/core/handlers.hpp>

#include <HalideRuntime.h>

namespace sylvite::reference {

/// What a kernel computes: the tables of generators/spec/kernel_spec.hpp as constant data.
struct kernel {
    struct argument {
        dtype type;
        shape dims;
    };
    struct result {
        graph::node_id node;
        int in_place;  // the argument that it overwrites, or -1
    };
    const char *label;  // as in reports: "add relu -> hidden"
    const char *where;  // the user's line
    graph::node_view graph;
    std::int32_t symbol_count;
    bool takes_step_values;
    std::span<const argument> arguments;
    std::span<const result> results;
};

/// Computes what a call asks for. Put a breakpoint here (k.label says which operation, k.where the line of the network)
/// or in a loop of dsl/reference/operations.hpp. Results are stored when all of them are computed.
/// call: the user context; the extents of the symbols, as pointers to int32; where there are random numbers seed, step
/// and first row, as pointers to uint64; a buffer for each argument that is not overwritten; a buffer for each result.
inline void run_kernel(const kernel &k, void **call) {
    symbol_extents extents;
    ++call;
    for (std::int32_t s = 1; s <= k.symbol_count; ++s, ++call)
        extents.of_symbol.at(static_cast<std::size_t>(s)) = *static_cast<const std::int32_t *>(*call);
    step_values now;
    if (k.takes_step_values)
        for (std::uint64_t *value : {&now.seed, &now.step, &now.first_row})
            *value = *static_cast<const std::uint64_t *>(*call++);
    std::vector<const std::uint8_t *> bytes(k.arguments.size(), nullptr);
    for (std::size_t a = 0; a < k.arguments.size(); ++a) {
        bool overwritten = false;
        for (const kernel::result &r : k.results) overwritten = overwritten || r.in_place == static_cast<int>(a);
        if (!overwritten) bytes[a] = static_cast<const halide_buffer_t *>(*call++)->host;
    }
    std::vector<std::uint8_t *> to;
    for (const kernel::result &r : k.results) {
        to.push_back(static_cast<const halide_buffer_t *>(*call++)->host);
        if (r.in_place >= 0) bytes[static_cast<std::size_t>(r.in_place)] = to.back();
    }
    interpreter run(
        k.graph, extents,
        [&](graph::node_id id) {
            const auto a = static_cast<std::size_t>(k.graph.attributes(id)[0]);
            return tensor::load(k.arguments[a].type, extents(k.arguments[a].dims), bytes[a]);
        },
        now);
    for (const kernel::result &r : k.results) static_cast<void>(run.value(r.node));
    for (std::size_t i = 0; i < to.size(); ++i) run.value(k.results[i].node).store(to[i]);
}

/// What the program's tables point to: 0, or 1 after an error that was left in the user context, as Halide's kernels
/// do.
inline int call_kernel(const kernel &k, void **call) noexcept {
    try {
        run_kernel(k, call);
        return 0;
    } catch (const std::exception &e) {
        core::handlers::error(*static_cast<void **>(call[0]), e.what());
        return 1;
    }
}

}  // namespace sylvite::reference
