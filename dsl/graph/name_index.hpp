// Finds names by hash: looking through all of them would cost the compiler seconds in a network of some hundred
// tensors.
#pragma once

#include <sylvite/dsl/graph/table.hpp>

namespace sylvite::graph {

inline constexpr name_id no_name = 0xffffffffu;

/// An index into the names of one table, which only this adds to.
class name_index {
  public:
    /// The id of a name, or no_name.
    [[nodiscard]] constexpr name_id find(const table &t, std::string_view text) const {
        return slots_.empty() ? no_name : slots_[slot_of(t, text, hash_of(text))];
    }

    /// The id of a name, added if it is new.
    constexpr name_id intern(table &t, std::string_view text) {
        const std::uint64_t hash = hash_of(text);
        if (!slots_.empty())
            if (const name_id found = slots_[slot_of(t, text, hash)]; found != no_name) return found;
        const auto id = static_cast<name_id>(t.names.size());
        t.names.push_back({static_cast<std::uint32_t>(t.characters.size()), static_cast<std::uint32_t>(text.size())});
        t.characters.append(text.data(), text.size());
        hashes_.push_back(hash);
        if (2 * hashes_.size() > slots_.size()) {
            slots_ = list<name_id>(slots_.empty() ? 32 : slots_.size() * 4, no_name);
            for (name_id i = 0; i < id; ++i) slots_[free_slot(hashes_[i])] = i;
        }
        slots_[free_slot(hash)] = id;
        return id;
    }

  private:
    [[nodiscard]] static constexpr std::uint64_t hash_of(std::string_view text) {
        const std::size_t size = text.size();
        std::uint64_t h = size;
        const char *characters = text.data();
        for (std::size_t i = 0; i < size; ++i)
            h = (h ^ static_cast<unsigned char>(characters[i])) * 0x9e3779b97f4a7c15u;
        return h ^ (h >> 32);
    }
    [[nodiscard]] constexpr std::size_t slot_of(const table &t, std::string_view text, std::uint64_t hash) const {
        const std::size_t mask = slots_.size() - 1;
        std::size_t i = hash & mask;
        while (slots_[i] != no_name && !(hashes_[slots_[i]] == hash && is_name(t, slots_[i], text))) i = (i + 1) & mask;
        return i;
    }
    [[nodiscard]] constexpr std::size_t free_slot(std::uint64_t hash) const {
        const std::size_t mask = slots_.size() - 1;
        std::size_t i = hash & mask;
        while (slots_[i] != no_name) i = (i + 1) & mask;
        return i;
    }
    [[nodiscard]] static constexpr bool is_name(const table &t, name_id id, std::string_view text) {
        const name_range r = t.names[id];
        if (r.count != text.size()) return false;
        for (std::uint32_t i = 0; i < r.count; ++i)
            if (t.characters[r.first + i] != text[i]) return false;
        return true;
    }
    list<std::uint64_t> hashes_;  // per name
    list<name_id> slots_;         // a power of two
};

}  // namespace sylvite::graph
