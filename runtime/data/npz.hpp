// NumPy's .npz files: named arrays in a zip archive, as numpy.savez and numpy.savez_compressed write them.
#pragma once

#include <sylvite/runtime/data/column_target.hpp>
#include <sylvite/runtime/data/dataset.hpp>

#include <span>
#include <string_view>

namespace sylvite {

namespace io {
class input;
}

/// Which of the file's arrays a column comes from.
struct npz_array {
    std::string_view name;  // as given to numpy.savez; the archive's entry is name.npy
    column_target to;
    array_options how = {};
};

struct npz_options {
    std::string_view features = {};  // names of the arrays; empty: the same as the inputs'
    std::string_view label = {};
    std::int64_t classes = 0;  // with n > 0, labels are whole numbers from 0 to n - 1
};

/// A column for each of the arrays, which must have as many rows each. What read_npy says of an array holds here, and
/// the entries may be stored or deflated. Other arrays of the file are not read. Throws sylvite::error with the file
/// and the array.
[[nodiscard]] dataset read_npz(std::string_view path, std::span<const npz_array> arrays);

template <class T, std::int64_t... Row>
[[nodiscard]] dataset read_npz(std::string_view path, input_handle<T, Row...> features, const npz_options &how = {}) {
    const npz_array one[] = {{how.features.empty() ? features.name : how.features, target_of(features), {how.classes}}};
    return read_npz(path, one);
}

template <class T, std::int64_t... Row, class L, std::int64_t... LabelRow>
[[nodiscard]] dataset read_npz(std::string_view path, input_handle<T, Row...> features,
                               input_handle<L, LabelRow...> label, const npz_options &how = {}) {
    static_assert(label.elements == 1, "a label is one value a row");
    const npz_array two[] = {{how.features.empty() ? features.name : how.features, target_of(features)},
                             {how.label.empty() ? label.name : how.label, target_of(label), {how.classes}}};
    return read_npz(path, two);
}

namespace data {

[[nodiscard]] dataset read_npz(io::input &file, std::span<const npz_array> arrays);

}  // namespace data
}  // namespace sylvite
