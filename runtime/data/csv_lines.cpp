#include <sylvite/runtime/data/csv_lines.hpp>

#include <algorithm>

namespace sylvite::data {

namespace {

constexpr char quote = '"';

/// A tab that separates fields does not surround them.
std::string_view blanks_beside(char delimiter) {
    return delimiter == '\t' ? " \r" : delimiter == ' ' ? "\t\r" : " \t\r";
}

/// Where the quotes end that begin at the first letter; a doubled quote stands for one within them.
std::size_t closing_quote(std::string_view text) {
    std::size_t at = text.find(quote, 1);
    while (at != std::string_view::npos && at + 1 < text.size() && text[at + 1] == quote) at = text.find(quote, at + 2);
    return at;
}

std::string_view trimmed(std::string_view text, std::string_view blanks) {
    const std::size_t first = text.find_first_not_of(blanks);
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

}  // namespace

csv_lines::csv_lines(std::string_view text, char delimiter)
    : rest_(text), blanks_(blanks_beside(delimiter)), delimiter_(delimiter) {
    if (rest_.starts_with("\xef\xbb\xbf")) rest_.remove_prefix(3);  // the byte order mark that some spreadsheets write
}

bool csv_lines::next(csv_line &line) {
    while (!rest_.empty()) {
        const std::size_t end = rest_.find('\n');
        const std::string_view text = rest_.substr(0, end);
        rest_ = end == std::string_view::npos ? std::string_view{} : rest_.substr(end + 1);
        ++number_;
        if (trimmed(text, " \t\r").empty()) continue;
        line.number = number_;
        split(text, line.fields);
        return true;
    }
    return false;
}

/// `field` begins with a quote. What stands between that and the last one, with single quotes for doubled ones; the
/// field as it is where the quotes are not a pair around it, so that messages show it.
std::string_view csv_lines::unquoted(std::string_view field) {
    if (field.size() < 2 || closing_quote(field) != field.size() - 1) return field;
    const std::string_view inner = field.substr(1, field.size() - 2);
    if (inner.find(quote) == std::string_view::npos) return inner;
    std::string &halved = halved_.emplace_back();
    for (std::size_t i = 0; i < inner.size(); ++i) {
        halved += inner[i];
        if (inner[i] == quote) ++i;
    }
    return halved;
}

void csv_lines::split(std::string_view text, std::vector<std::string_view> &fields) {
    fields.clear();
    halved_.clear();
    while (true) {
        std::size_t from = 0;
        const std::size_t first = text.find_first_not_of(blanks_);
        const bool quoted = first != std::string_view::npos && text[first] == quote;
        if (quoted)
            if (const std::size_t close = closing_quote(text.substr(first)); close != std::string_view::npos)
                from = first + close;
        const std::size_t end = text.find(delimiter_, from);
        const std::string_view field = trimmed(text.substr(0, end), blanks_);
        fields.push_back(quoted ? unquoted(field) : field);
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

bool parse_boolean(std::string_view text, std::uint8_t &value) {
    const auto is = [&](std::string_view word) {
        return std::ranges::equal(text, word, [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
    };
    value = text == "1" || is("true") ? 1 : 0;
    return value == 1 || text == "0" || is("false");
}

}  // namespace sylvite::data
