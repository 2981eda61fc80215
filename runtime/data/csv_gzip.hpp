// CSV files that are compressed by gzip. In the library Sylvite::readers, which needs zlib.
#pragma once

#include <sylvite/runtime/data/csv.hpp>

namespace sylvite {

/// As read_csv, from a file that may be compressed: its first bytes tell.
[[nodiscard]] dataset read_csv_gzip(std::string_view path, const column_target &features, const column_target *label,
                                    const csv_options &how = {});

template <class T, std::int64_t... Row, class L, std::int64_t... LabelRow>
[[nodiscard]] dataset read_csv_gzip(std::string_view path, input_handle<T, Row...> features,
                                    input_handle<L, LabelRow...> label, const csv_options &how = {}) {
    static_assert(label.elements == 1, "a label is one value a row");
    const column_target label_target = target_of(label);
    return read_csv_gzip(path, target_of(features), &label_target, how);
}

template <class T, std::int64_t... Row>
[[nodiscard]] dataset read_csv_gzip(std::string_view path, input_handle<T, Row...> features,
                                    const csv_options &how = {}) {
    return read_csv_gzip(path, target_of(features), nullptr, how);
}

}  // namespace sylvite
