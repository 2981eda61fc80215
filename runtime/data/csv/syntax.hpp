// The characters between fields, by the options and by the file itself.
#pragma once

#include <sylvite/runtime/data/csv.hpp>
#include <sylvite/runtime/data/csv/lines.hpp>

#include <optional>
#include <string_view>

namespace sylvite::data {

/// What a first line of `sep=;` says, which spreadsheets write and take; none where the first line is another.
[[nodiscard]] std::optional<char> csv_delimiter_line(std::string_view text);

/// Throws sylvite::error where such a line and the options name different delimiters.
[[nodiscard]] csv_syntax csv_syntax_of(std::string_view path, std::string_view text, const csv_options &how);

}  // namespace sylvite::data
