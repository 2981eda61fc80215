// Numbers and booleans as CSV files write them. The process's locale has no part in it.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>

namespace sylvite::data {

enum class number_fault : std::uint8_t { none, no_number, too_large };

/// 0, 1, true or false.
[[nodiscard]] bool parse_boolean(std::string_view text, std::uint8_t &value);

[[nodiscard]] std::string_view without_blanks_around(std::string_view text);

class csv_numbers {
  public:
    /// thousands '\0': there is none.
    csv_numbers(char decimal, char thousands)
        : decimal_(decimal), thousands_(thousands), plain_(decimal == '.' && thousands == '\0') {}

    /// The whole text is one number, whose nearest finite neighbour in T is `value`. A whole one where T is integral.
    template <class T>
    [[nodiscard]] number_fault parse(std::string_view text, T &value) {
        if (is_short_and_whole(text, value)) return number_fault::none;
        if (!text.empty() && (is_blank(text.front()) || is_blank(text.back()))) text = without_blanks_around(text);
        if (!plain_) {
            if (!make_plain(text)) return number_fault::no_number;
            text = translated_;
        }
        return parse_plain(text, value);
    }
    [[nodiscard]] bool is_number(std::string_view text) {
        double ignored = 0;
        return parse(text, ignored) != number_fault::no_number;
    }

  private:
    static bool is_blank(char c) noexcept { return c == ' ' || c == '\t'; }
    /// A few digits, which every type holds exactly: much of many files, and read several times faster.
    template <class T>
    static bool is_short_and_whole(std::string_view text, T &value) noexcept {
        constexpr std::size_t digits_of_any = 7;  // 2^24 is greater than all numbers of seven digits
        if (text.empty() || text.size() > digits_of_any) return false;
        std::int32_t number = 0;
        for (const char c : text) {
            if (c < '0' || c > '9') return false;
            number = number * 10 + (c - '0');
        }
        value = static_cast<T>(number);
        return true;
    }
    /// Writes translated_; false where separators stand in a wrong place.
    bool make_plain(std::string_view text);

    template <class T>
    static number_fault parse_plain(std::string_view text, T &value);
    static number_fault parse_whole(std::string_view text, std::int32_t &value);
    static bool is_below_one(std::string_view number);

    char decimal_;
    char thousands_;
    bool plain_;
    std::string translated_;
};

template <class T>
number_fault csv_numbers::parse_plain(std::string_view text, T &value) {
    if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem == std::errc::invalid_argument) return number_fault::no_number;
    if constexpr (std::is_integral_v<T>) {
        if (end != text.data() + text.size()) return parse_whole(text, value);
        return problem == std::errc{} ? number_fault::none : number_fault::too_large;
    } else {
        if (end != text.data() + text.size()) return number_fault::no_number;
        if (problem == std::errc{}) return std::isfinite(value) ? number_fault::none : number_fault::no_number;
        if (!is_below_one(text)) return number_fault::too_large;
        value = text[0] == '-' ? -T{0} : T{0};
        return number_fault::none;
    }
}

}  // namespace sylvite::data
