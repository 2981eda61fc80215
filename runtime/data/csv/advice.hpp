// What a message says at its end about the option that would read what was found.
#pragma once

#include <sylvite/runtime/data/csv/lines.hpp>
#include <sylvite/runtime/standard_library.hpp>

#include <cstddef>
#include <string>
#include <string_view>

namespace sylvite::data {

/// Empty, or "; the fields seem to be separated by ';': set csv_options::delimiter to it" and the like, where another
/// delimiter splits the line into `wanted` fields, or into several where `syntax` finds one only. wanted 0: unknown.
[[nodiscard]] std::string delimiter_advice(std::string_view line, const csv_syntax &syntax, std::size_t wanted);

/// To pass over the first line where one of the next has `wanted` fields and the first has not. Empty where none has,
/// or where wanted is 0.
[[nodiscard]] std::string skiprows_advice(csv_lines behind, const csv_line &first, std::size_t wanted);

/// For a text that is no number as the options have it, but would be one with another decimal point or with groups of
/// digits.
[[nodiscard]] std::string number_advice(std::string_view text);

/// Names in quotes with commas between, cut behind the first few.
[[nodiscard]] std::string listed(const std::vector<std::string_view> &names);

}  // namespace sylvite::data
