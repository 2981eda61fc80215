// What the user context of every kernel points to: where a running step gets its scratch and its threads, and where
// its kernels leave their error.
#pragma once

#include <sylvite/runtime/core/message.hpp>
#include <sylvite/runtime/core/parallel_hook.hpp>
#include <sylvite/runtime/core/scratch.hpp>
#include <sylvite/runtime/core/trace_hook.hpp>

#include <atomic>

namespace sylvite::core {

struct context {
    parallel_hook parallel;
    trace_hook trace;
    scratch_block scratch;
    std::atomic<bool> failed = false;  // the first error of a step wins; its kernels may fail on several threads
    basic_message<400> kernel_error;
};

/// The context whose step or task runs on this thread, else null. Halide's handlers serve the whole process; they take
/// a user context for ours only if it is this one, so that a foreign pipeline's is never dereferenced.
[[nodiscard]] context *current_context() noexcept;

/// Makes a context current on this thread for a scope.
class context_scope {
  public:
    explicit context_scope(context *mine) noexcept;
    ~context_scope();
    context_scope(const context_scope &) = delete;
    context_scope &operator=(const context_scope &) = delete;

  private:
    context *previous_;
};

}  // namespace sylvite::core
