#include <sylvite/runtime/data/csv/syntax.hpp>

#include <sylvite/runtime/data/csv/check_options.hpp>
#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/printable.hpp>

#include <fmt/format.h>

namespace sylvite::data {

std::optional<char> csv_delimiter_line(std::string_view text) {
    std::string_view line = text.substr(0, text.find_first_of("\r\n"));
    if (line.size() > 1 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
    const bool names_it = line.size() == 5 && (line.starts_with("sep=") || line.starts_with("SEP="));
    if (!names_it) return std::nullopt;
    return line.back();
}

csv_syntax csv_syntax_of(std::string_view path, std::string_view text, const csv_options &how) {
    csv_syntax result{how.delimiter, how.delim_whitespace, how.quotechar, how.comment};
    const std::optional<char> named = csv_delimiter_line(text);
    if (!named) return result;
    const bool by_default = how.delimiter == ',' && !how.delim_whitespace;
    if (!by_default && (how.delim_whitespace || how.delimiter != *named))
        throw error(fmt::format("{}, line 1: 'sep={}' names another delimiter than csv_options do", path,
                                io::printable({&*named, 1})));
    csv_options by_file = how;
    by_file.delimiter = *named;
    check_csv_characters(fmt::format("{}, line 1, 'sep={}'", path, io::printable({&*named, 1})), by_file);
    result.delimiter = *named;
    return result;
}

}  // namespace sylvite::data
