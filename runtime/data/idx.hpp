// IDX files, the format of MNIST: an array of bytes, whole numbers or floating ones, often compressed by gzip.
#pragma once

#include <sylvite/runtime/data/column_target.hpp>
#include <sylvite/runtime/data/dataset.hpp>

#include <string_view>

namespace sylvite {

namespace io {
class input;
}

/// The array as one column: its first extent counts the rows, the values of the others make up a row ([60000, 28, 28]
/// fills 784 values a row). Element types u8, i8, i16, i32, f32 and f64, converted to the column's. Compressed files
/// are told by their first bytes. Throws sylvite::error with the file, what was expected and what was found: for
/// another width, for values that the column's type does not hold or that are not finite, for anything cut, left over
/// or damaged.
[[nodiscard]] dataset read_idx(std::string_view path, const column_target &to, const array_options &how = {});

/// Two files of as many rows each.
[[nodiscard]] dataset read_idx(std::string_view features_path, const column_target &features,
                               std::string_view labels_path, const column_target &label, const array_options &how = {});

template <class T, std::int64_t... Row>
[[nodiscard]] dataset read_idx(std::string_view path, input_handle<T, Row...> to, const array_options &how = {}) {
    return read_idx(path, target_of(to), how);
}

template <class T, std::int64_t... Row, class L, std::int64_t... LabelRow>
[[nodiscard]] dataset read_idx(std::string_view features_path, input_handle<T, Row...> features,
                               std::string_view labels_path, input_handle<L, LabelRow...> label,
                               const array_options &how = {}) {
    static_assert(label.elements == 1, "a label is one value a row");
    return read_idx(features_path, target_of(features), labels_path, target_of(label), how);
}

namespace data {

[[nodiscard]] column idx_column(io::input &file, const column_target &to, const array_options &how);

}  // namespace data
}  // namespace sylvite
