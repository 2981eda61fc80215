// Finds shapes by hash: nodes hold a number in place of their extents, and equal shapes have one number.
#pragma once

#include <sylvite/dsl/graph/table.hpp>

namespace sylvite::graph {

/// An index into the shapes of one table, which only this adds to.
class shape_index {
  public:
    /// The number of a shape, added if it is new.
    constexpr shape_id intern(table &t, const shape &s) {
        if (s.rank == 0) return {};
        const std::uint64_t hash = hash_of(s);
        if (!slots_.empty())
            for (std::size_t i = hash & (slots_.size() - 1); slots_[i] != 0; i = (i + 1) & (slots_.size() - 1))
                if (hashes_[slots_[i]] == hash && t.shapes[slots_[i]] == s) return {slots_[i]};
        const auto id = static_cast<std::uint32_t>(t.shapes.size());
        t.shapes.push_back(s);
        hashes_.resize(id + 1);
        hashes_[id] = hash;
        if (2 * hashes_.size() > slots_.size()) {
            slots_ = list<std::uint32_t>(slots_.empty() ? 32 : slots_.size() * 4, 0);
            for (std::uint32_t i = 1; i < id; ++i) place(hashes_[i], i);
        }
        place(hash, id);
        return {id};
    }

  private:
    [[nodiscard]] static constexpr std::uint64_t hash_of(const shape &s) {
        std::uint64_t h = 0;
        for (int i = 0; i < s.rank; ++i)
            h = (h ^ static_cast<std::uint64_t>(s.extents[i].value) ^
                 static_cast<std::uint64_t>(s.extents[i].symbol) << 48) *
                0x9e3779b97f4a7c15u;
        return h ^ (h >> 32);
    }
    constexpr void place(std::uint64_t hash, std::uint32_t id) {
        const std::size_t mask = slots_.size() - 1;
        std::size_t i = hash & mask;
        while (slots_[i] != 0) i = (i + 1) & mask;
        slots_[i] = id;
    }
    list<std::uint64_t> hashes_;  // per shape
    list<std::uint32_t> slots_;   // a power of two; 0: free, since scalars are not looked for
};

}  // namespace sylvite::graph
