// Labels for class names, while a file is read.
#pragma once

#include <sylvite/runtime/standard_library.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace sylvite::data {

class csv_class_labels {
  public:
    /// Labels in the order of these names; of none: in the order in which names are met, until finish().
    explicit csv_class_labels(std::span<const std::string> given);

    /// None where the name is not among the given ones.
    [[nodiscard]] std::optional<std::int32_t> find(std::string_view name) const;
    [[nodiscard]] std::int32_t add(std::string_view name);
    [[nodiscard]] bool learns() const noexcept { return learns_; }
    [[nodiscard]] const std::vector<std::string> &names() const noexcept { return names_; }
    /// Sorts what was learnt: by value where all names are numbers, else by bytes. What label i is from now on.
    [[nodiscard]] std::vector<std::int32_t> finish();

  private:
    struct hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>{}(text); }
    };
    bool learns_;
    std::vector<std::string> names_;  // by label
    std::unordered_map<std::string, std::int32_t, hash, std::equal_to<>> labels_;
};

}  // namespace sylvite::data
