// One thread at a time in an instance: the second is told, before it can spoil anything.
#pragma once

#include <sylvite/runtime/instance.hpp>

#include <atomic>
#include <cstdint>

namespace sylvite {

/// Which thread is within the functions of an instance. The same thread may come in again: what fit tells its progress
/// to may evaluate the network.
class occupancy {
  public:
    /// False where another thread is in.
    [[nodiscard]] bool enter() noexcept;
    void leave() noexcept;

    [[nodiscard]] bool by_this_thread() const noexcept;
    [[nodiscard]] bool by_another_thread() const noexcept;

    std::atomic<bool> writes = false;  // parameters or state
    bool steps = false;                // kernels are running; seen by the thread that is in alone

  private:
    std::atomic<std::uintptr_t> thread_ = 0;
    std::uint32_t depth_ = 0;
};

/// For as long as it lives the instance is the calling thread's. Throws sylvite::error where the network was moved
/// away, where another thread is in, and where this thread is within a step.
class visit {
  public:
    enum class purpose : std::uint8_t { use, change };  // change: of parameters or state

    visit(const instance &net, purpose what = purpose::use);
    ~visit();
    visit(const visit &) = delete;
    visit &operator=(const visit &) = delete;

  private:
    occupancy &in_;
    bool begins_to_write_ = false;
};

}  // namespace sylvite
