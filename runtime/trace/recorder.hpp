// The memory behind a recording, and the hook that fills it. Nothing here allocates once it is made.
#pragma once

#include <sylvite/runtime/core/instance.hpp>
#include <sylvite/runtime/trace/recording.hpp>

#include <atomic>
#include <chrono>
#include <memory>
#include <vector>

namespace sylvite {

class recording::recorder {
  public:
    recorder(core::instance &net, const core::program &code, std::size_t threads, std::size_t slices);
    ~recorder() { net_.set_trace({}); }
    recorder(const recorder &) = delete;
    recorder &operator=(const recorder &) = delete;

    void clear() noexcept;

    /// What one thread did.
    struct row {
        std::atomic<const void *> owner = nullptr;  // something of the thread's own
        std::vector<trace_slice> slices;
        std::size_t used = 0;
        std::uint64_t dropped = 0;
        std::uint32_t depth = 0;
        std::size_t open[16] = {};  // positions of the slices that have not ended, outermost first
    };

    const core::program &code;
    std::unique_ptr<row[]> rows;
    std::size_t row_count;
    std::atomic<std::uint64_t> threads_without_row = 0;  // marks of threads for which there was no row
    std::uint32_t steps = 0;
    std::uint64_t step_nanoseconds = 0;
    std::vector<std::int64_t> extents;  // a step: one a symbol
    std::vector<call_cost> calls;

  private:
    using clock = std::chrono::steady_clock;

    static void mark(void *self, core::trace_mark what, std::uint32_t index) noexcept;
    [[nodiscard]] trace_slice *open_slice() noexcept;
    void begin(trace_slice::kind what, std::uint32_t index) noexcept;
    void end(trace_slice::kind what) noexcept;
    [[nodiscard]] row *mine() noexcept;
    [[nodiscard]] std::uint64_t now() const noexcept {
        return static_cast<std::uint64_t>(
            std::chrono::duration_cast<std::chrono::nanoseconds>(clock::now() - start_).count());
    }
    void begin_step(std::uint32_t entry) noexcept;
    void add_cost(std::uint64_t nanoseconds) noexcept;

    core::instance &net_;
    clock::time_point start_;
    std::vector<std::size_t> first_call_;  // an entry: its first in `calls`
    trace_slice current_;                  // step, entry and call of the step that runs
    std::uint64_t step_begin_ = 0;
    std::uint64_t call_begin_ = 0;
};

}  // namespace sylvite
