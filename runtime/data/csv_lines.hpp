// Lines and fields of a CSV text, and the numbers in them. Internal to the reader.
#pragma once

#include <sylvite/runtime/standard_library.hpp>

#include <charconv>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace sylvite::data {

struct csv_line {
    std::size_t number = 0;  // counted from 1
    std::vector<std::string_view> fields;
};

class csv_lines {
  public:
    csv_lines(std::string_view text, char delimiter);
    /// The next line that is not blank; false at the end. Fields without the blanks and quotes around them, valid until
    /// the next call.
    bool next(csv_line &line);

  private:
    void split(std::string_view text, std::vector<std::string_view> &fields);
    std::string_view unquoted(std::string_view field);
    std::string_view rest_;
    std::string_view blanks_;
    std::deque<std::string> halved_;  // fields of the line that had doubled quotes
    std::size_t number_ = 0;
    char delimiter_;
};

/// 0, 1, true or false.
[[nodiscard]] bool parse_boolean(std::string_view text, std::uint8_t &value);

/// The whole text is one finite number that T can hold.
template <class T>
[[nodiscard]] bool parse_number(std::string_view text, T &value) {
    if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size()) return false;
    if constexpr (std::is_floating_point_v<T>) return std::isfinite(value);
    return true;
}

}  // namespace sylvite::data
