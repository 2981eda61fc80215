// Datasets from files of one array each. Internal to the readers of binary formats.
#pragma once

#include <sylvite/runtime/data/column_target.hpp>
#include <sylvite/runtime/data/dataset.hpp>
#include <sylvite/runtime/io/input.hpp>

#include <string_view>

namespace sylvite::data {

/// How a kind of file becomes a column.
using column_reader = column (*)(io::input &file, const column_target &to, const array_options &how);

[[nodiscard]] dataset read_array(column_reader read, std::string_view path, const column_target &to,
                                 const array_options &how);

/// how.classes concern the labels. Throws sylvite::error with both files where they have different numbers of rows.
[[nodiscard]] dataset read_arrays(column_reader read, std::string_view features_path, const column_target &features,
                                  std::string_view labels_path, const column_target &label, const array_options &how);

}  // namespace sylvite::data
