// Constant arrays of a source that is written: an array that was written before is not written again.
#pragma once

#include <fmt/format.h>

#include <map>
#include <string>
#include <utility>

namespace sylvite::codegen {

/// Rows that become an array, if there are any.
class array_rows {
  public:
    void add(const std::string &row) {
        text_ += row;
        ++count_;
    }
    [[nodiscard]] std::size_t count() const { return count_; }
    [[nodiscard]] const std::string &text() const { return text_; }

  private:
    std::string text_;
    std::size_t count_ = 0;
};

class array_pool {
  public:
    /// The name of an array of these rows: `name` with a number behind it where that is taken; "" for no rows.
    std::string define(const std::string &type, const std::string &name, const array_rows &rows) {
        if (rows.count() == 0) return "";
        const auto [known, is_new] = names_.emplace(type + rows.text(), "");
        if (!is_new) return known->second;
        const std::size_t same = taken_[name]++;
        known->second = same == 0 ? name : fmt::format("{}_{}", name, same);
        text_ += fmt::format("constexpr {} {}[] = {{\n{}}};\n\n", type, known->second, rows.text());
        return known->second;
    }
    /// The definitions so far.
    [[nodiscard]] const std::string &text() const { return text_; }

  private:
    std::map<std::string, std::string> names_;  // rows with their type -> name
    std::map<std::string, std::size_t> taken_;
    std::string text_;
};

}  // namespace sylvite::codegen
