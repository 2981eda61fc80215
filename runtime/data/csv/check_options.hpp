// Options that contradict each other or the columns' types.
#pragma once

#include <sylvite/runtime/data/csv.hpp>

#include <string_view>

namespace sylvite::data {

/// Throws sylvite::error that begins with the path.
void check_csv_options(std::string_view path, const column_target &features, const column_target *label,
                       const csv_options &how);

/// The part of it about delimiters and the like.
void check_csv_characters(std::string_view path, const csv_options &how);

/// Labels are class names.
[[nodiscard]] inline bool reads_class_names(const csv_options &how) noexcept {
    return how.labels == csv_labels::names || !how.class_names.empty();
}

}  // namespace sylvite::data
