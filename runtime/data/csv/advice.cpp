#include <sylvite/runtime/data/csv/advice.hpp>

#include <sylvite/runtime/data/csv/numbers.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/printable.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace sylvite::data {

namespace {

struct other_delimiter {
    char letter;  // ' ': runs of blanks and tabs
    const char *advice;
};

// Blanks come last: they stand within names too.
constexpr other_delimiter other_delimiters[] = {
    {';', "; the fields seem to be separated by ';': set csv_options::delimiter to it"},
    {'\t', "; the fields seem to be separated by tabs: set csv_options::delimiter to '\\t'"},
    {'|', "; the fields seem to be separated by '|': set csv_options::delimiter to it"},
    {',', "; the fields seem to be separated by ',': set csv_options::delimiter to it"},
    {' ', "; the fields seem to be separated by blanks: set csv_options::delim_whitespace"}};

/// No fields where the quotes do not match.
std::vector<std::string_view> split(std::string_view text, const csv_syntax &syntax) {
    csv_lines lines({}, text, syntax);
    csv_line line;
    try {
        if (!lines.next(line)) return {};
    } catch (const error &) {
        return {};
    }
    std::erase_if(line.fields, [&](std::string_view field) {  // what had doubled quotes lies in `lines`
        return field.data() < text.data() || field.data() > text.data() + text.size();
    });
    return line.fields;
}

bool are_numbers(const std::vector<std::string_view> &fields) {
    return std::ranges::all_of(fields, [numbers = csv_numbers('.', '\0')](std::string_view field) mutable {
        return numbers.is_number(field);
    });
}

}  // namespace

std::string delimiter_advice(std::string_view line, const csv_syntax &syntax, std::size_t wanted) {
    const std::size_t now = split(line, syntax).size();
    const char *likely = nullptr;
    for (const other_delimiter &other : other_delimiters) {
        csv_syntax tried = syntax;
        tried.delimiter = other.letter;
        tried.delim_whitespace = other.letter == ' ';
        if (other.letter == ' ' ? syntax.delim_whitespace
                                : other.letter == syntax.delimiter && !syntax.delim_whitespace)
            continue;
        const std::vector<std::string_view> fields = split(line, tried);
        if (wanted != 0 && fields.size() == wanted) return other.advice;
        if (likely == nullptr && now <= 1 && fields.size() > 1 && (other.letter != ' ' || are_numbers(fields)))
            likely = other.advice;
    }
    return likely != nullptr ? likely : "";
}

std::string skiprows_advice(csv_lines behind, const csv_line &first, std::size_t wanted) {
    constexpr std::size_t tried = 100;
    if (wanted == 0 || first.fields.size() == wanted) return {};
    csv_line line;
    try {
        for (std::size_t i = 0; i < tried && behind.next(line); ++i)
            if (line.fields.size() == wanted)
                return fmt::format("; csv_options::skiprows = {} begins at line {}, which has {} fields",
                                   line.number - 1, line.number, wanted);
    } catch (const error &) {  // its quotes do not match
        return {};
    }
    return {};
}

std::string number_advice(std::string_view text) {
    const bool comma = csv_numbers(',', '\0').is_number(text) || csv_numbers(',', '.').is_number(text);
    const bool groups = csv_numbers('.', ',').is_number(text);
    if (comma && groups) return "; csv_options::decimal or thousands = ',' reads it";
    if (comma) return "; csv_options::decimal = ',' reads it";
    if (groups) return "; csv_options::thousands = ',' reads it";
    return {};
}

std::string listed(const std::vector<std::string_view> &names) {
    constexpr std::size_t shown = 8;
    std::string result;
    for (std::size_t i = 0; i < names.size() && i < shown; ++i)
        result += fmt::format("{}'{}'", i == 0 ? "" : ", ", io::printable(names[i]));
    return names.size() > shown ? fmt::format("{} and {} more", result, names.size() - shown) : result;
}

}  // namespace sylvite::data
