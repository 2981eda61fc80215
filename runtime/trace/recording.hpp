// What a network's steps spend their time on: a slice of time for each step, call of a kernel and task of a parallel
// loop, on the thread that ran it.
//
//     digits net({.threads = 2});
//     ...
//     sylvite::recording steps(net);           // from here on
//     for (int i = 0; i < 20; ++i) net.train();
//     steps.write_chrome("steps.json");        // for chrome://tracing or https://ui.perfetto.dev
#pragma once

#include <sylvite/runtime/core/program.hpp>
#include <sylvite/runtime/core/trace_hook.hpp>
#include <sylvite/runtime/instance.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace sylvite {

/// A stretch of time on one thread. Times are nanoseconds of the steady clock since the recording began.
struct trace_slice {
    enum class kind : std::uint8_t { step, call, task };
    kind what = kind::step;
    std::uint32_t step = 0;   // counted from 0 over all entries; index of recording::step_extents
    std::uint32_t entry = 0;  // in program::entries
    std::uint32_t call = 0;   // in entry::calls; of a step: 0
    std::uint32_t task = 0;   // index of its parallel loop; of a step or a call: 0
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// One call of an entry over all recorded steps, those that found no room for slices included.
struct call_cost {
    std::uint32_t entry = 0;
    std::uint32_t call = 0;
    std::uint64_t count = 0;
    std::uint64_t nanoseconds = 0;
    std::uint64_t fastest = 0;  // nanoseconds
    std::int64_t flops = 0;     // at the extents that each step had, as core::work counts them
    std::int64_t bytes = 0;
};

struct recording_options {
    std::size_t slices = std::size_t{1} << 15;  // room for that many a thread, 48 bytes each
};

/// Records every step of one network between its construction and its destruction, which must come before the
/// network's. All memory is allocated by the constructor: a recorded step allocates nothing. Read it between steps
/// only. Both ends of a slice cost about 50 ns together.
class recording {
  public:
    /// Throws sylvite::error when the network is being recorded already.
    explicit recording(instance &net, recording_options wanted = {});
    ~recording();
    recording(const recording &) = delete;
    recording &operator=(const recording &) = delete;

    /// Forgets what was recorded; times start at 0 again.
    void clear() noexcept;

    /// Threads that have done something; the first is the one that steps.
    [[nodiscard]] std::size_t rows() const noexcept;
    /// In the order in which they began. Two slices of a row are disjoint, or one holds the other.
    [[nodiscard]] std::span<const trace_slice> row(std::size_t index) const &noexcept;
    /// Slices that found no room.
    [[nodiscard]] std::uint64_t dropped() const noexcept;

    [[nodiscard]] std::uint32_t steps() const noexcept;
    /// Nanoseconds within steps.
    [[nodiscard]] std::uint64_t step_nanoseconds() const noexcept;
    /// The run-time extents, one a symbol of the program, that the step had; empty for one that found no room.
    [[nodiscard]] std::span<const std::int64_t> step_extents(std::uint32_t step) const &noexcept;

    /// All calls of all entries, in the program's order; `count` is 0 for those that did not run.
    [[nodiscard]] std::span<const call_cost> calls() const &noexcept;
    template <class Mistake = recording_is_gone_after_the_call>
    Mistake row(std::size_t) const && = delete;
    template <class Mistake = recording_is_gone_after_the_call>
    Mistake step_extents(std::uint32_t) const && = delete;
    template <class Mistake = recording_is_gone_after_the_call>
    Mistake calls() const && = delete;

    [[nodiscard]] const core::program &code() const noexcept;

    /// As Chrome's trace-event JSON: a row a thread, a slice a kernel; its label, line, shape, operations and bytes are
    /// its arguments. The file appears whole or not at all; throws sylvite::error.
    void write_chrome(std::string_view path) const;

  private:
    class recorder;
    std::unique_ptr<recorder> recorder_;
};

}  // namespace sylvite
