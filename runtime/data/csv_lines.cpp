#include <sylvite/runtime/data/csv_lines.hpp>

namespace sylvite::data {

namespace {

/// A tab that separates fields does not surround them.
std::string_view blanks_beside(char delimiter) {
    return delimiter == '\t' ? " \r" : delimiter == ' ' ? "\t\r" : " \t\r";
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

void csv_lines::split(std::string_view text, std::vector<std::string_view> &fields) const {
    fields.clear();
    while (true) {
        std::size_t from = 0;
        const std::size_t first = text.find_first_not_of(blanks_);
        const bool quoted = first != std::string_view::npos && text[first] == '"';
        if (quoted) {
            const std::size_t close = text.find('"', first + 1);
            if (close != std::string_view::npos) from = close + 1;
        }
        const std::size_t end = text.find(delimiter_, from);
        std::string_view field = trimmed(text.substr(0, end), blanks_);
        if (quoted && field.size() >= 2 && field.back() == '"') field = field.substr(1, field.size() - 2);
        fields.push_back(field);
        if (end == std::string_view::npos) return;
        text.remove_prefix(end + 1);
    }
}

}  // namespace sylvite::data
