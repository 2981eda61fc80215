#include <sylvite/runtime/data/csv/header.hpp>

#include <sylvite/runtime/error.hpp>
#include <sylvite/runtime/io/printable.hpp>

#include <fmt/format.h>

#include <algorithm>

namespace sylvite::data {

namespace {

enum class cell : std::uint8_t { value, missing, empty, name };

/// nan and inf are no names of columns, and true and false are none either.
cell cell_of(std::string_view text, csv_numbers &numbers, const csv_missing &missing) {
    if (missing.is_given(text)) return cell::missing;
    if (text.empty()) return cell::empty;
    if (std::uint8_t truth = 0; numbers.is_number(text) || parse_boolean(text, truth)) return cell::value;
    static constexpr std::string_view infinities[] = {"inf", "infinity"};
    std::string_view unsigned_text = text;
    if (text.front() == '-' || text.front() == '+') unsigned_text.remove_prefix(1);
    const auto same = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; };
    for (const std::string_view word : infinities)
        if (std::ranges::equal(unsigned_text, word, same)) return cell::missing;
    return is_usual_missing_value(text) ? cell::missing : cell::name;
}

}  // namespace

void fail_for_header(std::string_view path, const csv_line &line, std::string_view what) {
    throw error(fmt::format("{}, line {}{}; set csv_options::header to csv_header::present if the line is a header, to "
                            "csv_header::absent if it is a row",
                            path, line.number, what));
}

bool is_header(std::string_view path, const csv_line &line, std::span<const std::size_t> wanted, csv_numbers &numbers,
               const csv_missing &missing, bool missing_values_are_filled) {
    bool values = false;  // there are some
    bool names = false;
    const std::size_t none = line.fields.size();
    std::size_t no_row_holds = none;     // the first field that a row cannot have
    std::size_t no_header_holds = none;  // and the first that a header cannot have
    for (const std::size_t i : wanted) {
        const cell found = cell_of(line.fields[i], numbers, missing);
        values = values || found == cell::value;
        names = names || found == cell::name;
        if (found == cell::name || (found != cell::value && !missing_values_are_filled))
            no_row_holds = std::min(no_row_holds, i);
        if (found == cell::missing) no_header_holds = std::min(no_header_holds, i);
    }
    if (values && no_row_holds == none) return false;
    if (names && !values && no_header_holds == none) return true;
    const char *beside = values ? "beside numbers" : names ? "beside names" : "and neither a number nor a name";
    const std::size_t shown = values ? no_row_holds : names ? no_header_holds : wanted.front();
    fail_for_header(path, line,
                    fmt::format(", field {}: found '{}' {} in the first line", shown + 1,
                                io::printable(line.fields[shown]), beside));
}

bool counts_columns(const csv_line &line) {
    std::size_t expected = 0;
    const std::size_t begin = line.fields.size() > 1 && line.fields.front().empty() ? 1 : 0;
    for (std::size_t i = begin; i < line.fields.size(); ++i)
        if (line.fields[i] != std::to_string(expected++)) return false;
    return true;
}

}  // namespace sylvite::data
