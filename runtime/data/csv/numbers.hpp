// Numbers and booleans as CSV files write them. The process's locale has no part in it.
#pragma once

#include <sylvite/runtime/standard_library.hpp>

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
        if (plain_ && is_short(text, value)) return number_fault::none;
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
    /// Few digits without exponent, which most files consist of: read several times faster than from_chars does. All
    /// whole numbers of seven digits and all these powers of ten are floats, so that their quotient is the nearest one.
    template <class T>
    static bool is_short(std::string_view text, T &value) noexcept {
        constexpr std::size_t most_digits = 7;
        constexpr T powers_of_ten[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000};
        const bool negative = text.starts_with('-');
        std::int32_t number = 0;
        std::size_t digits = 0, fraction = 0;
        bool behind_point = false;
        for (std::size_t i = negative ? 1 : 0; i < text.size(); ++i) {
            if (text[i] == '.' && !behind_point && !std::is_integral_v<T>) {
                behind_point = true;
                continue;
            }
            if (text[i] < '0' || text[i] > '9' || ++digits > most_digits) return false;
            number = number * 10 + (text[i] - '0');
            fraction += behind_point ? 1 : 0;
        }
        if (digits == 0) return false;
        value = static_cast<T>(number);
        if constexpr (!std::is_integral_v<T>) value /= powers_of_ten[fraction];
        if (negative) value = -value;
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
