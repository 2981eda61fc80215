// From the names that another program gave its tensors to a network's.
#pragma once

#include <sylvite/runtime/standard_library.hpp>

#include <cstddef>
#include <functional>
#include <initializer_list>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace sylvite {

/// A name, or a pattern of names, of the file's tensors, and what they are called in the network.
struct name_rule {
    std::string from;  // each * stands for any text, also for none; the first of several takes as little as possible
    std::string to;    // each * becomes the text that the same * of `from` stood for; empty: the tensor is passed over
};

/// Rules in their order: the first that fits a name decides, and without one a name stays. Of a very long list, those
/// that begin with the same text, such as a star, are tried one after the other; all others are looked up.
/// { {"net.0.*", "hidden.*"}, {"net.2.*", "out.*"} }: prefixes; { {"fc.weight", "out.weight"} }: one name.
class name_map {
  public:
    name_map() = default;
    /// Throws sylvite::error where `from` is empty, or `to` has another number of * and is not empty.
    name_map(std::initializer_list<name_rule> rules);
    name_map &add(name_rule rule);

    struct found {
        std::string name;                 // in the network; empty: passed over
        std::optional<std::size_t> rule;  // that decided
    };
    [[nodiscard]] found operator()(std::string_view stored_name) const;
    [[nodiscard]] std::span<const name_rule> rules() const noexcept { return rules_; }

  private:
    std::vector<name_rule> rules_;
    /// By what `from` has before its first star, and by that text's length: a file and a map may both have very many
    /// names, and few rules begin like one of them.
    std::map<std::size_t, std::map<std::string, std::vector<std::size_t>, std::less<>>> rules_by_beginning_;
};

}  // namespace sylvite
