// Names of a layer's tensors: "hidden" + ".weight".
#pragma once

#include <sylvite/dsl/graph/list.hpp>

#include <string_view>

namespace sylvite::detail {

class joined {
  public:
    constexpr joined(std::string_view first, std::string_view second, std::string_view third = {}) {
        text_.reserve(first.size() + second.size() + third.size() + 1);
        text_.append(first.data(), first.size());
        text_.append(second.data(), second.size());
        text_.append(third.data(), third.size());
    }
    constexpr operator std::string_view() const { return {text_.begin(), text_.size()}; }  // NOLINT

  private:
    graph::list<char> text_;
};

/// "block", "weight": "block.weight"; what has no name is no part of its members' names.
constexpr joined member(std::string_view owner, std::string_view name) {
    if (name.empty()) return {owner, ""};
    if (owner.empty()) return {name, ""};  // not `? :`, whose result GCC 12's evaluator destroys too early
    return {owner, ".", name};
}

/// The member of a sequence: "block.3".
constexpr joined member(std::string_view owner, std::size_t position) {
    char digits[20] = {};
    std::size_t first = sizeof digits;
    do {
        digits[--first] = static_cast<char>('0' + position % 10);
        position /= 10;
    } while (position != 0);
    return member(owner, std::string_view(digits + first, sizeof digits - first));
}

}  // namespace sylvite::detail

namespace sylvite::layer {
using detail::member;
}
