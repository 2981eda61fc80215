// How a running step tells a watcher where it is. The core knows neither clocks nor what is kept of it.
#pragma once

#include <cstdint>

namespace sylvite::core {

enum class trace_mark : std::uint8_t {
    step_begins,  // index: the entry, in program::entries
    step_ends,
    call_begins,  // index: the call, in entry::calls
    call_ends,
    task_begins,  // index: of the parallel loop; on the thread that runs the task, between the two marks of its call
    task_ends,
};

/// Called at both ends of every step, call and task, failed ones too, with nothing between the mark and the work. Calls
/// for tasks come from several threads at once. Without a function nothing is told, at the price of a comparison.
struct trace_hook {
    void (*mark)(void *state, trace_mark what, std::uint32_t index) noexcept = nullptr;
    void *state = nullptr;

    void operator()(trace_mark what, std::uint32_t index) const noexcept {
        if (mark != nullptr) [[unlikely]]
            mark(state, what, index);
    }
};

}  // namespace sylvite::core
