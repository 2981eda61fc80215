// Threads for parallel loops: fork, join, sleep.
#pragma once

#include <sylvite/runtime/core/parallel_hook.hpp>

#include <memory>

namespace sylvite::parallel {

/// Threads that this process may run on at once, at least 1.
[[nodiscard]] int available_threads() noexcept;

/// A team that runs one loop at a time together with the thread that asks. Which thread runs a task is chance; what a
/// task computes is not. A loop inside a task, or while another thread's loop runs, is run by its own thread alone.
class pool {
  public:
    /// `threads` in all, the asking one included; with 1 there is no team. Throws sylvite::error when the system gives
    /// no more threads.
    explicit pool(int threads);
    ~pool();
    pool(const pool &) = delete;
    pool &operator=(const pool &) = delete;

    [[nodiscard]] int threads() const noexcept;

    /// Valid as long as the pool.
    [[nodiscard]] core::parallel_hook hook() noexcept;

  private:
    class team;
    std::unique_ptr<team> team_;
};

}  // namespace sylvite::parallel
