// What halide_malloc hands out within a call: pieces of one block that was reserved with the instance.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <span>

namespace sylvite::core {

/// Kernels allocate a few panels a call, and in parallel loops a few a task, from any thread of the pool. So: first
/// fit over a short table that partitions the used part of the block, freed neighbours merged. The table stands beside
/// the block, so that a block of exactly the planned bytes suffices.
class scratch_block {
  public:
    static constexpr std::size_t alignment = 128;  // what Halide's generated code assumes of halide_malloc
    static constexpr std::uint32_t max_pieces = 512;

    /// The memory must start at a multiple of `alignment`; a rest shorter than that is not used.
    void bind(std::span<std::byte> memory) noexcept;

    /// Forgets all pieces. Only between calls, when no thread uses any.
    void reset() noexcept {
        count_ = 0;
        refused_bytes_ = 0;
    }

    /// Null when no room is left. Safe from any thread.
    [[nodiscard]] void *allocate(std::size_t bytes) noexcept;
    void release(void *pointer) noexcept;

    [[nodiscard]] std::size_t capacity() const noexcept { return std::size_t{units_} * alignment; }
    /// Bytes of the first request since the last reset that found no room; 0: none.
    [[nodiscard]] std::size_t refused_bytes() const noexcept { return refused_bytes_; }
    /// The most bytes that were ever in use at once, gaps included.
    [[nodiscard]] std::size_t peak_bytes() const noexcept { return std::size_t{peak_units_} * alignment; }

  private:
    struct piece {
        std::uint32_t first;       // in units of `alignment`
        std::uint32_t units : 31;  // pieces lie end to end, ascending
        std::uint32_t used : 1;
    };

    void *take(std::uint32_t units) noexcept;
    void *append(std::uint32_t units) noexcept;
    void merge_with_next(std::uint32_t i) noexcept;
    void lock() noexcept;
    void unlock() noexcept;

    std::byte *base_ = nullptr;
    std::uint32_t units_ = 0;
    std::uint32_t count_ = 0;
    std::uint32_t peak_units_ = 0;
    std::size_t refused_bytes_ = 0;
    std::atomic_flag busy_;
    piece pieces_[max_pieces];
};

}  // namespace sylvite::core
