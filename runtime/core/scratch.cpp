#include <sylvite/runtime/core/scratch.hpp>

#if __has_include(<sched.h>)
#include <sched.h>
#endif

namespace sylvite::core {

namespace {

void give_way() noexcept {
#if __has_include(<sched.h>)
    ::sched_yield();
#endif
}

}  // namespace

void scratch_block::bind(std::span<std::byte> memory) noexcept {
    constexpr std::size_t most = 0x7fffffff;
    const std::size_t units = memory.size() / alignment;
    base_ = memory.data();
    units_ = static_cast<std::uint32_t>(units < most ? units : most);
    peak_units_ = 0;
    reset();
}

void *scratch_block::allocate(std::size_t bytes) noexcept {
    const std::size_t units = bytes == 0 ? 1 : bytes / alignment + (bytes % alignment != 0 ? 1 : 0);
    lock();
    void *found = units <= units_ ? take(static_cast<std::uint32_t>(units)) : nullptr;
    if (found == nullptr && refused_bytes_ == 0) refused_bytes_ = bytes;
    unlock();
    return found;
}

void *scratch_block::take(std::uint32_t units) noexcept {
    for (std::uint32_t i = 0; i < count_; ++i) {
        piece &gap = pieces_[i];
        if (gap.used || gap.units < units) continue;
        const auto rest = static_cast<std::uint32_t>(gap.units - units);
        if (rest != 0) {
            if (count_ == max_pieces) return nullptr;
            for (std::uint32_t j = count_; j > i + 1; --j) pieces_[j] = pieces_[j - 1];
            pieces_[i + 1] = {gap.first + units, rest & 0x7fffffffu, 0};
            ++count_;
        }
        gap.units = units & 0x7fffffffu;
        gap.used = 1;
        return base_ + std::size_t{gap.first} * alignment;
    }
    return append(units);
}

void *scratch_block::append(std::uint32_t units) noexcept {
    // A gap at the end is widened: pieces of growing sizes must not strand one another.
    const bool open_end = count_ > 0 && !pieces_[count_ - 1].used;
    const std::uint32_t top = count_ == 0 ? 0 : pieces_[count_ - 1].first + (open_end ? 0 : pieces_[count_ - 1].units);
    if (units > units_ - top || (!open_end && count_ == max_pieces)) return nullptr;
    if (!open_end) ++count_;
    pieces_[count_ - 1] = {top, units & 0x7fffffffu, 1};
    if (top + units > peak_units_) peak_units_ = top + units;
    return base_ + std::size_t{top} * alignment;
}

void scratch_block::release(void *pointer) noexcept {
    if (pointer == nullptr) return;
    const auto distance = static_cast<std::byte *>(pointer) - base_;
    const auto first = static_cast<std::uint32_t>(static_cast<std::size_t>(distance) / alignment);
    lock();
    for (std::uint32_t i = 0; i < count_; ++i) {
        if (pieces_[i].first != first) continue;
        pieces_[i].used = 0;
        if (i + 1 < count_ && !pieces_[i + 1].used) merge_with_next(i);
        if (i > 0 && !pieces_[i - 1].used) merge_with_next(i - 1);
        break;
    }
    unlock();
}

void scratch_block::merge_with_next(std::uint32_t i) noexcept {
    pieces_[i].units = (pieces_[i].units + pieces_[i + 1].units) & 0x7fffffffu;
    for (std::uint32_t j = i + 1; j + 1 < count_; ++j) pieces_[j] = pieces_[j + 1];
    --count_;
}

// Held for some dozen instructions, so threads turn in a circle; a holder that lost its processor gets it back. The
// standard's wait() may throw, which not every program can.
void scratch_block::lock() noexcept {
    for (int turns = 1; busy_.test_and_set(std::memory_order_acquire); ++turns)
        while (busy_.test(std::memory_order_relaxed))
            if (++turns % 256 == 0) give_way();
}

void scratch_block::unlock() noexcept { busy_.clear(std::memory_order_release); }

}  // namespace sylvite::core
