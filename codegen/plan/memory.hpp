// The memory plan: offsets for blocks that live during a span of steps, such that no two live blocks overlap.
//
// Steps are walked once. Blocks that end are given back to a list of free ranges ordered by offset, blocks that begin
// take the smallest range that holds them. The list is kept short (past 64 the smallest range is forgotten and never
// used again), so that the whole takes a number of operations proportional to the number of blocks.
#pragma once

#include <sylvite/dsl/graph/list.hpp>

#include <cstdint>
#include <span>

namespace sylvite::plan {

inline constexpr std::uint64_t block_alignment = 64;

/// Bytes needed from step `first` to step `last`, both included.
struct block {
    std::uint64_t bytes = 0;
    std::uint32_t first = 0;
    std::uint32_t last = 0;
};

struct memory_plan {
    graph::list<std::uint64_t> offsets;  // per block, multiples of 64
    std::uint64_t bytes = 0;
};

namespace detail {

struct range {
    std::uint64_t offset = 0, bytes = 0;
};

/// Free ranges, ordered by offset, never adjacent; everything from `top` on is free too.
class free_ranges {
  public:
    constexpr std::uint64_t take(std::uint64_t bytes) {
        std::size_t best = ranges_.size();
        for (std::size_t i = 0; i < ranges_.size(); ++i)
            if (ranges_[i].bytes >= bytes && (best == ranges_.size() || ranges_[i].bytes < ranges_[best].bytes))
                best = i;
        if (best < ranges_.size()) {
            const std::uint64_t offset = ranges_[best].offset;
            ranges_[best].offset += bytes;
            ranges_[best].bytes -= bytes;
            if (ranges_[best].bytes == 0) erase(best);
            return offset;
        }
        std::uint64_t offset = top_;
        if (!ranges_.empty() && ranges_.back().offset + ranges_.back().bytes == top_) {
            offset = ranges_.back().offset;  // grow the last free range
            ranges_.pop_back();
        }
        top_ = offset + bytes;
        if (top_ > peak_) peak_ = top_;
        return offset;
    }
    constexpr void give(std::uint64_t offset, std::uint64_t bytes) {
        std::size_t i = ranges_.size();
        ranges_.push_back({});
        while (i > 0 && ranges_[i - 1].offset > offset) {
            ranges_[i] = ranges_[i - 1];
            --i;
        }
        ranges_[i] = {offset, bytes};
        if (i + 1 < ranges_.size() && offset + bytes == ranges_[i + 1].offset) {
            ranges_[i].bytes += ranges_[i + 1].bytes;
            erase(i + 1);
        }
        if (i > 0 && ranges_[i - 1].offset + ranges_[i - 1].bytes == offset) {
            ranges_[i - 1].bytes += ranges_[i].bytes;
            erase(i);
        }
        if (ranges_.size() > most) forget_smallest();
    }
    [[nodiscard]] constexpr std::uint64_t peak() const { return peak_; }

  private:
    static constexpr std::size_t most = 64;
    constexpr void erase(std::size_t i) {
        for (; i + 1 < ranges_.size(); ++i) ranges_[i] = ranges_[i + 1];
        ranges_.pop_back();
    }
    constexpr void forget_smallest() {
        std::size_t smallest = 0;
        for (std::size_t i = 1; i < ranges_.size(); ++i)
            if (ranges_[i].bytes < ranges_[smallest].bytes) smallest = i;
        erase(smallest);
    }
    graph::list<range> ranges_;
    std::uint64_t top_ = 0, peak_ = 0;
};

/// Positions of `count` blocks ordered by key, by counting: keys are below `keys`.
template <class Key>
constexpr graph::list<std::uint32_t> sorted_by(std::size_t count, std::size_t keys, Key key) {
    graph::list<std::uint32_t> start(keys + 1, 0), order(count, 0);
    for (std::uint32_t i = 0; i < count; ++i) ++start[key(i) + 1];
    for (std::size_t k = 0; k < keys; ++k) start[k + 1] += start[k];
    for (std::uint32_t i = 0; i < count; ++i) order[start[key(i)]++] = i;
    return order;
}

}  // namespace detail

[[nodiscard]] constexpr std::uint64_t aligned(std::uint64_t bytes) {
    return (bytes + block_alignment - 1) / block_alignment * block_alignment;
}

[[nodiscard]] constexpr memory_plan plan_memory(std::span<const block> blocks) {
    memory_plan plan;
    plan.offsets.resize(blocks.size(), 0);
    std::uint32_t steps = 1;
    for (const block &b : blocks)
        if (b.last + 1 > steps) steps = b.last + 1;
    const auto begins = detail::sorted_by(blocks.size(), steps, [&](std::uint32_t i) { return blocks[i].first; });
    const auto ends = detail::sorted_by(blocks.size(), steps, [&](std::uint32_t i) { return blocks[i].last; });
    detail::free_ranges free;
    std::size_t b = 0, e = 0;
    for (std::uint32_t step = 0; step < steps; ++step) {
        for (; b < blocks.size() && blocks[begins[b]].first == step; ++b) {
            const std::uint64_t bytes = aligned(blocks[begins[b]].bytes);
            if (bytes != 0) plan.offsets[begins[b]] = free.take(bytes);
        }
        for (; e < blocks.size() && blocks[ends[e]].last == step; ++e) {
            const std::uint64_t bytes = aligned(blocks[ends[e]].bytes);
            if (bytes != 0) free.give(plan.offsets[ends[e]], bytes);
        }
    }
    plan.bytes = free.peak();
    return plan;
}

}  // namespace sylvite::plan
