// Is the first line a header or a row?
#pragma once

#include <sylvite/runtime/data/csv/lines.hpp>
#include <sylvite/runtime/data/csv/missing.hpp>
#include <sylvite/runtime/data/csv/numbers.hpp>

#include <cstddef>
#include <span>
#include <string_view>

namespace sylvite::data {

/// The rule of csv_header::automatic, by the fields that are read as numbers: `wanted`, counted from 0. Throws
/// sylvite::error where the line may be either.
[[nodiscard]] bool is_header(std::string_view path, const csv_line &line, std::span<const std::size_t> wanted,
                             csv_numbers &numbers, const csv_missing &missing, bool missing_values_are_filled);

/// All fields are 0, 1, 2, ... as data frames number their columns, perhaps behind an empty one over the row numbers.
[[nodiscard]] bool counts_columns(const csv_line &line);

/// The sentence for a first line that may be either, because of `what`.
[[noreturn]] void fail_for_header(std::string_view path, const csv_line &line, std::string_view what);

}  // namespace sylvite::data
