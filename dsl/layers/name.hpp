// Names of a layer's tensors: "hidden" + ".weight".
#pragma once

#include <sylvite/dsl/graph/list.hpp>

#include <string_view>

namespace sylvite::detail {

class joined {
  public:
    constexpr joined(std::string_view first, std::string_view second) {
        text_.reserve(first.size() + second.size() + 1);
        for (const char c : first) text_.push_back(c);
        for (const char c : second) text_.push_back(c);
    }
    constexpr operator std::string_view() const { return {text_.begin(), text_.size()}; }  // NOLINT

  private:
    graph::list<char> text_;
};

}  // namespace sylvite::detail
