// A program bound to memory, ready to run. noexcept throughout; no heap, no threads, no strings on the way of a step.
#pragma once

#include <sylvite/runtime/core/context.hpp>
#include <sylvite/runtime/core/memory.hpp>
#include <sylvite/runtime/core/status.hpp>
#include <sylvite/runtime/core/views.hpp>

namespace sylvite::core {

/// Used by one thread at a time. It stays where it is: the argument lists hold its address.
class instance {
  public:
    instance() noexcept = default;
    instance(const instance &) = delete;
    instance &operator=(const instance &) = delete;

    /// Checks the program, this processor and the memory (see required_memory), then builds every view. Neither
    /// parameters nor state are initialised: see initialise.hpp. The program and the memory must outlive the instance.
    [[nodiscard]] status bind(const program &code, const memory &where) noexcept;

    /// The same, read-only: see set_persistent_read_only.
    [[nodiscard]] status bind_reading(const program &code, const reading_memory &where) noexcept;

    void set_parallel(parallel_hook hook) noexcept { context_.parallel = hook; }

    /// Every run() from here on is told to the hook; an empty one ends that.
    void set_trace(trace_hook hook) noexcept { context_.trace = hook; }
    [[nodiscard]] bool is_traced() const noexcept { return context_.trace.mark != nullptr; }

    /// With true, an entry that writes parameters or state is refused.
    void set_persistent_read_only(bool yes) noexcept { read_only_ = yes; }

    /// With true, what entries prepare (entry::prepared_calls) is worked out in the first run and kept until an entry
    /// writes what it depends on; who writes parameters or states in another way says so by forget_prepared(). With
    /// false, as at first, it is worked out in each run.
    void set_keeps_prepared(bool yes) noexcept {
        keeps_prepared_ = yes;
        prepared_ = 0;
    }
    void forget_prepared() noexcept { prepared_ = 0; }

    /// Run-time extent of a symbol (1 to the number of symbols), 1 to its bound. Touches only tensors that use it.
    [[nodiscard]] status set_extent(std::uint32_t symbol, std::int64_t n) noexcept;

    /// What random numbers depend on, from here on; zeros until then. Each run of an entry that draws some ends with
    /// the step one up; all others, and one that fails, leave it.
    void set_step_values(const step_values &now) noexcept { views_.set_step_values(now); }
    [[nodiscard]] const step_values &step_values_now() const noexcept { return views_.step_values_now(); }

    /// No copy: the data, dense and row-major at the run-time extents, must stay until the entry has run. Aligned to
    /// its element.
    [[nodiscard]] status bind_input(std::uint32_t tensor, const void *data) noexcept;

    /// The data is about to go away.
    void unbind_input(std::uint32_t tensor) noexcept;

    /// Runs the entry's calls in order. After an error the workspace is undefined; parameters and state hold whatever
    /// the calls before the failed one have written.
    [[nodiscard]] status run(std::uint32_t entry) noexcept;

    /// Runs like run(), looks at the inputs and parameters first and at every floating-point operand after each call,
    /// and stops at the first tensor that holds a NaN or an infinity. For diagnosis: slow.
    struct finding {
        bool found = false;
        std::uint32_t tensor = 0;
        std::uint64_t element = 0;     // row-major
        const call *writer = nullptr;  // null where it was there before any call
    };
    [[nodiscard]] status run_until_not_finite(std::uint32_t entry, finding &where) noexcept;

    /// Where a tensor's bytes are; null for an input that is not bound.
    [[nodiscard]] std::byte *data(std::uint32_t tensor) const noexcept { return views_.host(tensor); }
    /// Elements at the run-time extents.
    [[nodiscard]] std::uint64_t volume(std::uint32_t tensor) const noexcept { return views_.volume(tensor); }
    [[nodiscard]] std::int64_t extent(std::uint32_t symbol) const noexcept { return views_.extent(symbol); }
    /// What a metric's sum is divided by, at the run-time extents.
    [[nodiscard]] std::int64_t count(const metric &m) const noexcept;

    /// One sentence on the last error.
    [[nodiscard]] const char *message() const noexcept { return message_.text(); }
    [[nodiscard]] std::uint64_t scratch_peak_bytes() const noexcept { return context_.scratch.peak_bytes(); }

  private:
    [[nodiscard]] status check_features() noexcept;
    [[nodiscard]] status check_memory(const memory &where) noexcept;
    [[nodiscard]] status check_entry(std::uint32_t entry) noexcept;
    /// Of the run-time extents of these symbols.
    [[nodiscard]] std::int64_t product(std::uint32_t symbol_mask) const noexcept;
    /// How many calls of the entry need not run.
    [[nodiscard]] std::uint32_t calls_done(std::uint32_t entry) const noexcept;
    void note_prepared(std::uint32_t entry, bool is_complete) noexcept;
    template <class StopAfter>
    [[nodiscard]] status run_calls(std::uint32_t entry, StopAfter stop_after) noexcept;
    [[nodiscard]] status run_call(const entry &e, const call &c, void **arguments) noexcept;
    [[nodiscard]] status run_kernel(const entry &e, const call &c, void **arguments) noexcept;
    [[nodiscard]] status run_repeat(const entry &e, std::uint32_t index) noexcept;
    void copy(std::uint32_t from, std::uint32_t to) noexcept;
    [[nodiscard]] status report_failed_call(const entry &e, const call &c, int result) noexcept;
    [[nodiscard]] bool find_not_finite(std::uint32_t tensor, const call *writer, finding &where) const noexcept;
    core::message &say() noexcept;

    const program *code_ = nullptr;
    bool read_only_ = false;
    bool keeps_prepared_ = false;
    std::uint64_t prepared_ = 0;  // bit e: what entry e prepares is good; entries behind the 64th begin anew each time
    std::uint32_t extents_set_ = 0;  // bit s - 1: set_extent(s, ...) has succeeded
    views views_;
    context context_;
    core::message message_;
};

}  // namespace sylvite::core
