#include <sylvite/runtime/data/csv/numbers.hpp>

#include <algorithm>
#include <limits>

namespace sylvite::data {

namespace {

bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }

/// Groups of three digits, the first of one to three.
bool are_groups(std::string_view digits, char separator) {
    std::size_t group = 0;
    bool first = true;
    for (const char c : digits) {
        if (is_digit(c)) {
            ++group;
        } else if (c == separator && (first ? group >= 1 && group <= 3 : group == 3)) {
            first = false;
            group = 0;
        } else {
            return false;
        }
    }
    return first || group == 3;
}

}  // namespace

bool parse_boolean(std::string_view text, std::uint8_t &value) {
    const auto is = [&](std::string_view word) {
        return std::ranges::equal(text, word, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
    };
    value = text == "1" || is("true") ? 1 : 0;
    return value == 1 || text == "0" || is("false");
}

std::string_view without_blanks_around(std::string_view text) {
    const std::size_t first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

bool csv_numbers::make_plain(std::string_view text) {
    translated_.assign(text);
    if (thousands_ != '\0') {
        const std::size_t sign = !text.empty() && (text[0] == '-' || text[0] == '+') ? 1 : 0;
        std::size_t end = sign;  // of the whole part
        while (end < text.size() && (is_digit(text[end]) || text[end] == thousands_)) ++end;
        if (!are_groups(text.substr(sign, end - sign), thousands_)) return false;
        std::erase(translated_, thousands_);  // one that stands behind the whole part goes on being wrong
        if (std::ranges::count(text, thousands_) != std::ranges::count(text.substr(0, end), thousands_)) return false;
    }
    if (decimal_ != '.') {
        if (translated_.find('.') != std::string::npos) return false;
        std::ranges::replace(translated_, decimal_, '.');
    }
    return true;
}

/// What from_chars does not take for a whole number: 3.0, 1e3.
number_fault csv_numbers::parse_whole(std::string_view text, std::int32_t &value) {
    double number = 0;
    const number_fault fault = parse_plain(text, number);
    if (fault != number_fault::none) return fault;
    const bool rounded_to_zero = number == 0 && text.find_first_of("123456789") < text.find_first_of("eE");
    if (number != std::floor(number) || rounded_to_zero) return number_fault::no_number;
    if (number < std::numeric_limits<std::int32_t>::min() || number > std::numeric_limits<std::int32_t>::max())
        return number_fault::too_large;
    value = static_cast<std::int32_t>(number);
    return number_fault::none;
}

/// By the power of ten of its first digit that is not 0; `number` is one that from_chars took.
bool csv_numbers::is_below_one(std::string_view number) {
    constexpr std::int64_t beyond_any = std::int64_t{1} << 58;  // no text is as long, and ten times it is an int64
    const std::size_t exponent_at = std::min(number.find_first_of("eE"), number.size());
    const std::string_view mantissa = number.substr(0, exponent_at);
    const std::size_t point = std::min(mantissa.find('.'), mantissa.size());
    const std::size_t first = mantissa.find_first_of("123456789");
    const auto place = static_cast<std::int64_t>(point) - static_cast<std::int64_t>(first) - (first < point ? 1 : 0);

    std::string_view digits = number.substr(std::min(exponent_at + 1, number.size()));
    const bool negative = digits.starts_with('-');
    if (negative || digits.starts_with('+')) digits.remove_prefix(1);
    std::int64_t exponent = 0;
    for (const char digit : digits) exponent = std::min(exponent * 10 + (digit - '0'), beyond_any);
    return place + (negative ? -exponent : exponent) < 0;
}

}  // namespace sylvite::data
