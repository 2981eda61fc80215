// How the core asks for parallel work without knowing threads.
#pragma once

namespace sylvite::core {

/// One task of a parallel loop; non-zero means failed.
using parallel_task = int (*)(void *data, int index);

/// Runs task(data, i) for every i in [first, first + count), in any order, on any threads, and returns when all are
/// done: 0, or the answer of a failed task. Without a function the loop runs on the calling thread.
struct parallel_hook {
    int (*for_each)(void *state, parallel_task task, void *data, int first, int count) noexcept = nullptr;
    void *state = nullptr;
};

}  // namespace sylvite::core
