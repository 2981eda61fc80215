// Rows of a CSV text as columns of a dataset.
#pragma once

#include <sylvite/runtime/data/csv.hpp>

#include <string_view>

namespace sylvite::data {

/// `text` is UTF-8 without a mark; the options were checked.
[[nodiscard]] dataset read_csv_rows(std::string_view path, std::string_view text, const column_target &features,
                                    const column_target *label, const csv_options &how);

}  // namespace sylvite::data
